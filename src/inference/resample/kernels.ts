/** A filter for resizing, as Pillow defines it. */
export interface Kernel {
  /** Half its width, in input pixels when enlarging. */
  readonly support: number;
  /** Weight at a distance from the centre, not yet normalised. */
  weigh(x: number): number;
}

const LOBES = 3;

/** Sharp, rings a little. */
export const LANCZOS: Kernel = {
  support: LOBES,
  weigh: (x) => (x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0),
};

/** Slope parameter of Pillow's bicubic; other libraries take -0.75. */
const SLOPE = -0.5;

/** Keys' cubic convolution. */
export const BICUBIC: Kernel = {
  support: 2,
  weigh(x) {
    const distance = Math.abs(x);
    if (distance < 1) return ((SLOPE + 2) * distance - (SLOPE + 3)) * distance * distance + 1;
    if (distance < 2) return (((distance - 5) * distance + 8) * distance - 4) * SLOPE;
    return 0;
  },
};

function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}
