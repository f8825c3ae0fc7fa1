/** Paints of the sample document, in few words. */

export function solid(hex: string, opacity = 1): SolidPaint {
  return { type: 'SOLID', color: rgb(hex), opacity };
}

/** From top to bottom. */
export function verticalGradient(
  ...stops: readonly (readonly [position: number, hex: string, alpha: number])[]
): GradientPaint {
  return {
    type: 'GRADIENT_LINEAR',
    gradientTransform: [
      [0, 1, 0],
      [-1, 0, 1],
    ],
    gradientStops: stops.map(([position, hex, a]) => ({ position, color: { ...rgb(hex), a } })),
  };
}

export function radialGradient(inner: string, outer: string): GradientPaint {
  return {
    type: 'GRADIENT_RADIAL',
    gradientTransform: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    gradientStops: [
      { position: 0, color: { ...rgb(inner), a: 1 } },
      { position: 1, color: { ...rgb(outer), a: 1 } },
    ],
  };
}

export function picture(imageHash: string, more: Partial<ImagePaint> = {}): ImagePaint {
  return { type: 'IMAGE', scaleMode: 'FILL', imageHash, ...more };
}

function rgb(hex: string): RGB {
  const value = parseInt(hex.slice(1), 16);
  return { r: (value >> 16) / 255, g: ((value >> 8) & 255) / 255, b: (value & 255) / 255 };
}
