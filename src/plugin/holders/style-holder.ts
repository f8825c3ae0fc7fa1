import type { PaintHolder } from './paint-holder';

/** The paints of a local shared style. Layers that follow it change with it. */
export function styleHolder(style: PaintStyle): PaintHolder {
  return {
    lists: [{ paints: style.paints, styleId: null, width: 0, height: 0 }],
    acceptsPatterns: false,
    writesAll: false,
    write: (changes) => {
      const paints = changes.get(0);
      if (paints) style.paints = [...paints];
      return undefined;
    },
    attach: null,
  };
}
