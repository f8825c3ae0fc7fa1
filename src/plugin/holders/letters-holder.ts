import type { PaintHolder } from './paint-holder';

/** One list for each run of letters that are filled alike. Writing needs the fonts loaded. */
export function lettersHolder(node: TextNode | TextPathNode): PaintHolder {
  const segments = node.getStyledTextSegments(['fills', 'fillStyleId']);
  return {
    lists: segments.map(({ fills, fillStyleId }) => ({
      paints: fills,
      styleId: fillStyleId || null,
      // Where a picture lies within a run is not documented; the whole text is never too small.
      width: node.width,
      height: node.height,
    })),
    acceptsPatterns: false,
    write: (changes) => {
      for (const [index, paints] of changes) {
        const segment = segments[index];
        if (segment) node.setRangeFills(segment.start, segment.end, [...paints]);
      }
      return undefined;
    },
    attach: async (index, styleId) => {
      const segment = segments[index];
      if (segment) await node.setRangeFillStyleIdAsync(segment.start, segment.end, styleId);
    },
  };
}
