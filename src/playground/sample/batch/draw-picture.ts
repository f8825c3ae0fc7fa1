import { seededRandom } from './random';

/** The smallest picture has sides of this share of the largest one's. */
const SMALLEST_SHARE = 1 / 8;
const FILE_TYPES = { photo: 'image/jpeg', texture: 'image/png', drawing: 'image/png' } as const;
const KINDS = ['photo', 'drawing', 'photo', 'texture'] as const;
/** As pictures come from a phone's messenger: small, with marks of the compression. */
const JPEG_QUALITY = 0.6;
const GRAIN_LEVELS = 24;
/** A photo's large shapes come from this few pixels, enlarged. */
const COARSE_SIDE_PX = 8;

type Context = OffscreenCanvasRenderingContext2D;
type Random = () => number;
type Colour = () => string;

/**
 * An encoded picture that nobody has to store: something like a photo, a texture, or a drawing on a
 * transparent ground. The same number gives the same picture in the same browser.
 *
 * @param largestSidePx of the largest picture; others are smaller, down to an eighth
 */
export async function drawPicture(index: number, largestSidePx: number): Promise<Uint8Array> {
  const random = seededRandom(index + 1);
  const kind = KINDS[index % KINDS.length]!;
  const side = (): number => Math.max(8, Math.round(largestSidePx * SMALLEST_SHARE ** random()));
  const canvas = new OffscreenCanvas(side(), side());
  const context = canvas.getContext('2d')!;
  DRAW[kind](context, random, palette(random));
  const blob = await canvas.convertToBlob({ type: FILE_TYPES[kind], quality: JPEG_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

const DRAW: {
  readonly [Kind in keyof typeof FILE_TYPES]: (to: Context, random: Random, colour: Colour) => void;
} = {
  photo: (context, random, colour) => {
    drawCoarse(context, colour);
    drawShapes(context, random, colour, 0.5);
    addGrain(context, random);
  },
  texture: (context, random, colour) => {
    drawCoarse(context, colour);
    addGrain(context, random);
  },
  drawing: (context, random, colour) => drawShapes(context, random, colour, 1),
};

/** Soft patches of colour over the whole picture. */
function drawCoarse(context: Context, colour: Colour): void {
  const coarse = new OffscreenCanvas(COARSE_SIDE_PX, COARSE_SIDE_PX);
  const patches = coarse.getContext('2d')!;
  for (let y = 0; y < COARSE_SIDE_PX; y++) {
    for (let x = 0; x < COARSE_SIDE_PX; x++) {
      patches.fillStyle = colour();
      patches.fillRect(x, y, 1, 1);
    }
  }
  const { width, height } = context.canvas;
  context.imageSmoothingQuality = 'high';
  context.drawImage(coarse, 0, 0, width, height);
}

function drawShapes(context: Context, random: Random, colour: Colour, opacity: number): void {
  const { width, height } = context.canvas;
  context.globalAlpha = opacity;
  for (let shape = 0; shape < 6; shape++) {
    context.fillStyle = colour();
    context.beginPath();
    const [x, y] = [random() * width, random() * height];
    const [radiusX, radiusY] = [(random() * width) / 3, (random() * height) / 3];
    context.ellipse(x, y, radiusX, radiusY, random() * Math.PI, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

function addGrain(context: Context, random: Random): void {
  const { width, height } = context.canvas;
  const pixels = context.getImageData(0, 0, width, height);
  for (let start = 0; start < pixels.data.length; start += 4) {
    const grain = (random() - 0.5) * GRAIN_LEVELS;
    for (let channel = start; channel < start + 3; channel++) pixels.data[channel]! += grain;
  }
  context.putImageData(pixels, 0, 0);
}

/** Colours of one picture: around two hues, as in most pictures. */
function palette(random: Random): () => string {
  const hues = [random() * 360, random() * 360];
  return () => {
    const hue = hues[random() < 0.7 ? 0 : 1]! + random() * 40;
    return `hsl(${Math.round(hue)} 45% ${Math.round(25 + random() * 55)}%)`;
  };
}
