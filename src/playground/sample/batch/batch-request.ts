/** A made-up document with many pictures, as the address asks for it. */
export interface BatchRequest {
  /** Layers that show a picture. */
  readonly layers: number;
  /** Different pictures among them. */
  readonly pictures: number;
  /** Longest side of the largest picture, in px. */
  readonly side: number;
}

const DEFAULTS: BatchRequest = { layers: 200, pictures: 30, side: 512 };
const LIMITS: { readonly [Name in keyof BatchRequest]: readonly [least: number, most: number] } = {
  layers: [1, 10_000],
  pictures: [1, 1000],
  side: [16, 4096],
};

/**
 * Reads `?document=batch&layers=200&pictures=30&side=512`; what is left out has these values.
 *
 * @returns null when the address asks for the ordinary sample
 * @throws Error with a sentence when it asks for something that there is not
 */
export function batchRequest(search: string): BatchRequest | null {
  const parameters = new URLSearchParams(search);
  const wanted = parameters.get('document');
  if (wanted === null) return null;
  if (wanted !== 'batch') throw new Error(`There is no document "${wanted}". Try ?document=batch.`);
  const request = {
    layers: readNumber(parameters, 'layers'),
    pictures: readNumber(parameters, 'pictures'),
    side: readNumber(parameters, 'side'),
  };
  return { ...request, pictures: Math.min(request.pictures, request.layers) };
}

function readNumber(parameters: URLSearchParams, name: keyof BatchRequest): number {
  const text = parameters.get(name);
  if (text === null) return DEFAULTS[name];
  const value = Number(text);
  const [least, most] = LIMITS[name];
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`"${name}" in the address is a number from ${least} to ${most}, not "${text}".`);
}
