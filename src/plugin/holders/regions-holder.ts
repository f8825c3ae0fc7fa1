import type { FigmaApi } from '../figma-api';
import type { PaintHolder } from './paint-holder';

/** One list for each region of a vector with fills of its own; null when there is none. */
export function regionsHolder(
  figma: Pick<FigmaApi, 'mixed'>,
  node: VectorNode,
): PaintHolder | null {
  if (node.fills !== figma.mixed) return null;
  const network = node.vectorNetwork;
  const regions = network.regions ?? [];
  const filled = regions.flatMap((region, index) => (region.fills ? [index] : []));
  return {
    lists: filled.map((index) => ({
      paints: regions[index]?.fills ?? [],
      styleId: regions[index]?.fillStyleId || null,
      width: node.width,
      height: node.height,
    })),
    acceptsPatterns: false,
    writesAll: true,
    write: (changes) =>
      node.setVectorNetworkAsync({
        ...network,
        regions: regions.map((region, index) => {
          const fills = changes.get(filled.indexOf(index));
          if (!fills) return region;
          // Fills of its own take a region off its style, as they do a layer.
          const { windingRule, loops } = region;
          return { windingRule, loops, fills };
        }),
      }),
    attach: null,
  };
}
