import type { PaintHolder } from './paint-holder';
import { setAll } from './set-all';

/**
 * The parts of a layer as one holder. Patterns are left to layers of one part: all parts are written
 * in one stretch or none is, and the setters that load patterns wait.
 */
export function joinHolders(parts: readonly PaintHolder[]): PaintHolder {
  const places = parts.flatMap((part) => part.lists.map((list, index) => ({ part, list, index })));
  const lists = places.map(({ list }) => list);
  return {
    lists,
    acceptsPatterns: false,
    writesAll: false,
    write: (changes) => {
      setAll(lists, changes, (at, paints) => {
        const place = places[at];
        // Nothing to wait for without patterns.
        if (place) void place.part.write(new Map([[place.index, paints]]));
      });
      return undefined;
    },
    attach: async (at, styleId) => {
      const place = places[at];
      await place?.part.attach?.(place.index, styleId);
    },
  };
}
