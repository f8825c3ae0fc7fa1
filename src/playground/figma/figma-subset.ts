/**
 * The part of `PluginAPI` that the stand-in offers, named against Figma's own typings: a member that
 * changes there breaks the build here.
 */
export type FigmaSubset = Pick<
  PluginAPI,
  | 'apiVersion'
  | 'command'
  | 'editorType'
  | 'mode'
  | 'mixed'
  | 'skipInvisibleInstanceChildren'
  | 'root'
  | 'currentPage'
  | 'setCurrentPageAsync'
  | 'loadAllPagesAsync'
  | 'ui'
  | 'viewport'
  | 'clientStorage'
  | 'showUI'
  | 'notify'
  | 'closePlugin'
  | 'commitUndo'
  | 'on'
  | 'once'
  | 'off'
  | 'getNodeByIdAsync'
  | 'getNodeById'
  | 'getStyleByIdAsync'
  | 'getStyleById'
  | 'getLocalPaintStylesAsync'
  | 'getLocalPaintStyles'
  | 'createImage'
  | 'createRectangle'
  | 'getImageByHash'
  | 'loadFontAsync'
>;

export type EditorType = PluginAPI['editorType'];
