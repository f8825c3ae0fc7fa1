/** Lanczos' approximation with g = 7 and nine terms; exact to about 15 digits for positive numbers. */
const G = 7;
const FIRST_TERM = 0.99999999999980993;
const TERMS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Γ(x) for x > 0. */
export function gammaFunction(x: number): number {
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gammaFunction(1 - x));
  const sum = TERMS.reduce((total, term, index) => total + term / (x + index), FIRST_TERM);
  const base = x + G - 0.5;
  return Math.sqrt(2 * Math.PI) * base ** (x - 0.5) * Math.exp(-base) * sum;
}
