import type { PaintHolder, PaintList } from './paint-holder';
import { setAll } from './set-all';

/** One list for each run of letters that are filled alike. Writing needs the fonts loaded. */
export function lettersHolder(node: TextNode | TextPathNode): PaintHolder {
  const segments = node.getStyledTextSegments(['fills', 'fillStyleId']);
  const { width, height } = node;
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
