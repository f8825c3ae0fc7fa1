import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import type { MeasuredPair } from './measure';
import { mostDetailed, type Square } from './most-detailed';
import type { RgbPicture } from './metrics/rgb-picture';
import { formatFigures } from './table';

/** Part of each picture that is shown, in pixels of the large picture, and how much it is enlarged. */
const CROP_PX = 160;
const ZOOM = 2;
const CELL_PX = CROP_PX * ZOOM;
const LABEL_PX = 24;
const GAP_PX = 8;
const BACKGROUND = '#18181b';
const TEXT = '#fafafa';
const FRAME = '#facc15';

interface Cell {
  readonly label: string;
  readonly image: Buffer;
  /** Frame around the shown part, in pixels of the cell. */
  readonly frame?: Square;
}

/** One row of the sheet, ready to draw; it holds on to cells only, not to whole pictures. */
export type SheetRow = readonly Cell[];

/**
 * The most detailed part of a scene in every version, enlarged pixel by pixel so that differences
 * show; in front the whole scene with that part framed.
 */
export async function sheetRow(pair: MeasuredPair): Promise<SheetRow> {
  const crop = mostDetailed(pair.truth, CROP_PX);
  const overview = await overviewCell(pair.name, pair.truth, crop);
  const cells = pair.candidates.map(async ({ column, picture, figures }) => ({
    label: `${column}  ${formatFigures(figures)}`,
    image: await cutAndEnlarge(picture, crop),
  }));
  return [overview, ...(await Promise.all(cells))];
}

/** Draws the rows into one PNG. All rows have the same number of cells. */
export async function drawSheet(rows: readonly SheetRow[], path: string): Promise<void> {
  const columns = rows[0]?.length ?? 0;
  const width = GAP_PX + columns * (CELL_PX + GAP_PX);
  const height = GAP_PX + rows.length * (LABEL_PX + CELL_PX + GAP_PX);
  const images: OverlayOptions[] = [];
  const marks: string[] = [];
  for (const [rowIndex, row] of rows.entries()) {
    for (const [columnIndex, cell] of row.entries()) {
      const left = GAP_PX + columnIndex * (CELL_PX + GAP_PX);
      const top = GAP_PX + rowIndex * (LABEL_PX + CELL_PX + GAP_PX);
      marks.push(textAt(left, top + LABEL_PX - 8, cell.label));
      images.push({ input: cell.image, left, top: top + LABEL_PX });
      if (cell.frame !== undefined) marks.push(frameAt(left, top + LABEL_PX, cell.frame));
    }
  }
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join('')}</svg>`;
  await sharp({ create: { width, height, channels: 3, background: BACKGROUND } })
    .composite([...images, { input: Buffer.from(overlay), left: 0, top: 0 }])
    .png()
    .toFile(path);
}

async function overviewCell(name: string, truth: RgbPicture, crop: Square): Promise<Cell> {
  const scale = CELL_PX / Math.max(truth.width, truth.height);
  const image = await fromPicture(truth)
    .resize({ width: CELL_PX, height: CELL_PX, fit: 'inside' })
    .png()
    .toBuffer();
  const frame = { left: crop.left * scale, top: crop.top * scale, side: crop.side * scale };
  return { label: name, image, frame };
}

function cutAndEnlarge(picture: RgbPicture, { left, top, side }: Square): Promise<Buffer> {
  return fromPicture(picture)
    .extract({ left, top, width: side, height: side })
    .resize({ width: CELL_PX, height: CELL_PX, kernel: 'nearest' })
    .png()
    .toBuffer();
}

function fromPicture({ width, height, data }: RgbPicture): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function textAt(x: number, y: number, text: string): string {
  const escaped = text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}" font-family="sans-serif" font-size="14" fill="${TEXT}" xml:space="preserve">${escaped}</text>`;
}

function frameAt(left: number, top: number, { left: x, top: y, side }: Square): string {
  return `<rect x="${left + x}" y="${top + y}" width="${side}" height="${side}" fill="none" stroke="${FRAME}" stroke-width="2"/>`;
}
