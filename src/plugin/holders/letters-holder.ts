import type { PaintBox, PaintHolder, PaintList } from './paint-holder';
import { setAll } from './set-all';

/** Letters of a text layer, or of a label, whose typings give it no size of its own. */
export type Letters = Pick<
  TextSublayerNode,
  | 'characters'
  | 'getRangeAllFontNames'
  | 'getStyledTextSegments'
  | 'setRangeFills'
  | 'setRangeFillStyleIdAsync'
>;

/** One list for each run of letters that are filled alike. Writing needs the fonts loaded. */
export function lettersHolder(node: Letters, { width, height }: PaintBox): PaintHolder {
  const segments = node.getStyledTextSegments(['fills', 'fillStyleId']);
  const lists = segments.map(({ fills, fillStyleId }): PaintList => ({
    paints: fills,
    styleId: fillStyleId || null,
    // Where a picture lies within a run is not documented; the whole text is never too small.
    width,
    height,
  }));
  return {
    lists,
    acceptsPatterns: false,
    writesAll: false,
    write: (changes) => {
      setAll(lists, changes, (index, paints) => {
        const segment = segments[index];
        if (segment) node.setRangeFills(segment.start, segment.end, [...paints]);
      });
      return undefined;
    },
    attach: async (index, styleId) => {
      const segment = segments[index];
      if (segment) await node.setRangeFillStyleIdAsync(segment.start, segment.end, styleId);
    },
  };
}
