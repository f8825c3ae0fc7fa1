/**
 * The part of Figma's plugin API that the sandbox uses. Handed in rather than taken from the global,
 * so that the same code runs against the strict stand-in of the tests and the playground.
 */
export type FigmaApi = Pick<
  PluginAPI,
  | 'clientStorage'
  | 'closePlugin'
  | 'commitUndo'
  | 'createImage'
  | 'createRectangle'
  | 'currentPage'
  | 'editorType'
  | 'getImageByHash'
  | 'getLocalPaintStylesAsync'
  | 'getNodeByIdAsync'
  | 'getStyleByIdAsync'
  | 'loadFontAsync'
  | 'mixed'
  | 'notify'
  | 'on'
  | 'root'
  | 'setCurrentPageAsync'
  | 'showUI'
  | 'skipInvisibleInstanceChildren'
  | 'ui'
  | 'viewport'
>;
