/**
 * Shows that each control of a pack moves what it names: sweeps it over pictures with a known damage,
 * enlarged four times.
 *
 *   npm run bench:controls [-- --pack <folder>]
 */
import { parseArgs } from 'node:util';
import type { Controls } from '../../src/shared/controls';
import type { Engine } from '../../src/inference/engine';
import { createNodeEngine } from '../../src/inference/node/engine';
import { addNoise, blur, compress } from './damage';
import { decodePixels, openPixels, resizePixels, type Pixels } from './design-set/pixels';
import { PICTURE_NAMES, renderPicture, TRANSPARENT_PICTURES } from './design-set/pictures';
import { seededRandom, type Random } from './design-set/random';
import { createRenderer } from './design-set/render';
import { ownMethod, type LowPicture } from './methods';
import { blockiness } from './metrics/blockiness';
import { edgeAcutance } from './metrics/edge-acutance';
import { niqe } from './metrics/niqe/niqe';
import { readPristineModel } from './metrics/niqe/pristine-model';
import { noiseResidual } from './metrics/noise-residual';
import { psnrY } from './metrics/psnr';
import type { RgbPicture } from './metrics/rgb-picture';
import { findPairs } from './pairs';
import { readPicture } from './read-picture';
import { runMain, showProgress } from './run-main';
import { pristineParameters, sharedPairs } from './shared-folder';
import { formatNumber, layOut } from './table';

const DEFAULT_PACK = 'models/compact';
const SCALE = 4;
const SEED = 90_001;
/** Every so many pictures of the design set. */
const DESIGN_STEP = 2;
const AMOUNTS = [0, 0.5, 1, undefined] as const;

interface Figure {
  readonly title: string;
  readonly of: (picture: RgbPicture, truth: RgbPicture) => number;
  readonly decimals: number;
}

/** A control, pictures that need it, and what it has to move. */
interface Sweep {
  readonly control: 'denoise' | 'dejpeg' | 'deblur' | 'crisp';
  readonly damage: string;
  readonly apply: (picture: Pixels, random: Random) => Pixels | Promise<Pixels>;
  readonly figure: Figure;
  /** Whether the figure has to rise with the control, or to fall. */
  readonly rises: boolean;
}

const NOISE: Figure = { title: 'noise residual', of: noiseResidual, decimals: 2 };
const BLOCKS: Figure = {
  title: 'blockiness',
  of: (picture) => blockiness(picture, SCALE),
  decimals: 3,
};
const EDGES: Figure = { title: 'edge acutance', of: edgeAcutance, decimals: 3 };
const PSNR: Figure = { title: 'PSNR-Y', of: psnrY, decimals: 2 };

const SWEEPS: readonly Sweep[] = [
  {
    control: 'denoise',
    damage: 'noise of 12 levels',
    apply: (picture, random) => addNoise(picture, 12, random),
    figure: NOISE,
    rises: false,
  },
  {
    control: 'dejpeg',
    damage: 'JPEG 30',
    apply: (picture) => compress(picture, 30),
    figure: BLOCKS,
    rises: false,
  },
  {
    control: 'deblur',
    damage: 'blur of 1.2 px',
    apply: (picture) => blur(picture, 1.2),
    figure: EDGES,
    rises: true,
  },
  { control: 'crisp', damage: 'scaled', apply: (picture) => picture, figure: EDGES, rises: true },
];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { pack: { type: 'string', default: DEFAULT_PACK } } });
  const engine = await createNodeEngine(values.pack);
  try {
    if (engine.info.controls === null) {
      console.log(`${engine.info.packTitle} ${engine.info.packVersion} has no controls.`);
      return;
    }
    const materials = { photos: await photos(), design: await designPictures() };
    const rows: string[][] = [];
    for (const [material, pictures] of Object.entries(materials)) {
      if (pictures.length === 0) continue;
      for (const sweep of SWEEPS) {
        const figures = [sweep.figure, PSNR];
        if (sweep.control === 'crisp' && material === 'photos')
          figures.push(...(await niqeFigure()));
        rows.push(
          ...(await sweepRows(engine, `${material}, ${sweep.damage}`, pictures, sweep, figures)),
        );
      }
    }
    showProgress('');
    console.log(layOut([['', '0', '0.5', '1', 'auto', 'truth', 'moves it'], ...rows]));
  } finally {
    await engine.dispose();
  }
}

/** One row a figure: its mean over the pictures at each amount, and of the truth. */
async function sweepRows(
  engine: Engine,
  title: string,
  pictures: readonly Pixels[],
  sweep: Sweep,
  figures: readonly Figure[],
): Promise<string[][]> {
  const sums = figures.map(() => new Array<number>(AMOUNTS.length + 1).fill(0));
  for (const [index, high] of pictures.entries()) {
    showProgress(`${sweep.control}, ${title}: ${index + 1} of ${pictures.length}`);
    const truth = await readPicture(await openPixels(high).png().toBuffer());
    const low = await damaged(high, sweep, seededRandom(SEED + index));
    for (const [place, amount] of [...AMOUNTS.entries(), [AMOUNTS.length, undefined] as const]) {
      const controls: Controls = { [sweep.control]: amount };
      const isTruth = place === AMOUNTS.length;
      const result = isTruth ? truth : await ownMethod(engine, SCALE, '', controls).enlarge(low);
      for (const [row, figure] of figures.entries()) sums[row]![place]! += figure.of(result, truth);
    }
  }
  return figures.map((figure, row) => {
    const means = sums[row]!.map((sum) => sum / pictures.length);
    const [least, , most] = means as [number, number, number];
    const moved = sweep.rises ? most > least : most < least;
    return [
      `${sweep.control}: ${title}: ${figure.title}`,
      ...means.map((mean) => formatNumber(Number.isFinite(mean) ? mean : NaN, figure.decimals)),
      figure === sweep.figure ? (moved ? 'yes' : 'NO') : '',
    ];
  });
}

async function damaged(high: Pixels, { apply }: Sweep, random: Random): Promise<LowPicture> {
  const small = resizePixels(high, high.width / SCALE, high.height / SCALE, 'area');
  const bytes = await openPixels(await apply(small, random))
    .png()
    .toBuffer();
  return { bytes, picture: await readPicture(bytes), ground: 'white' };
}

async function photos(): Promise<Pixels[]> {
  const { path, missing } = sharedPairs('realsr');
  if (missing !== undefined) {
    console.log(`Photos are left out: ${missing}.`);
    return [];
  }
  return Promise.all((await findPairs(path)).map(({ highPath }) => decodePixels(highPath)));
}

async function designPictures(): Promise<Pixels[]> {
  const renderer = await createRenderer();
  const names = PICTURE_NAMES.filter((name) => !TRANSPARENT_PICTURES.includes(name));
  const chosen = names.filter((_, index) => index % DESIGN_STEP === 0);
  return Promise.all(chosen.map((name) => renderPicture(renderer, name)));
}

async function niqeFigure(): Promise<Figure[]> {
  const { path, missing } = pristineParameters();
  if (missing !== undefined) return [];
  const model = await readPristineModel(path);
  return [{ title: 'NIQE', of: (picture) => niqe(picture, model), decimals: 2 }];
}

await runMain(main);
