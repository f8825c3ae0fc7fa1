import type { SetFigures } from './measure-set';
import type { Figures } from './measure';
import { CRISP_COLUMN, FAITHFUL_COLUMN, LANCZOS_COLUMN } from './methods';
import { PEER_COLUMN } from './peer/open-peer';
import { formatNiqe, formatNumber, formatPsnr, formatSsim, layOut } from './table';

export type SetName = 'realsr' | 'drealsr' | 'design';

/** What the embedded pack has to reach on pictures that it was never trained on. */
interface Goal {
  readonly measure: string;
  readonly set: SetName;
  readonly column: string;
  /** What is compared with the bound. */
  readonly valueOf: (figures: Figures, lanczos: Figures) => number;
  readonly format: (value: number) => string;
  readonly isAtLeast: boolean;
  readonly bound: number;
}

const GOALS: readonly Goal[] = [
  goal('realsr, PSNR-Y', 'realsr', FAITHFUL_COLUMN, (figures) => figures.psnrY, formatPsnr, 27.85),
  goal('realsr, SSIM-Y', 'realsr', FAITHFUL_COLUMN, (figures) => figures.ssimY, formatSsim, 0.8),
  goal('drealsr, SSIM-Y', 'drealsr', FAITHFUL_COLUMN, (figures) => figures.ssimY, formatSsim, 0.85),
  atMost('realsr, NIQE, faithful', FAITHFUL_COLUMN, 7.8),
  atMost('realsr, NIQE, crisp', CRISP_COLUMN, 6.3),
  goal('realsr, PSNR-Y, crisp', 'realsr', CRISP_COLUMN, (figures) => figures.psnrY, formatPsnr, 27),
  goal(
    'design, PSNR-Y over Lanczos',
    'design',
    FAITHFUL_COLUMN,
    (figures, lanczos) => figures.psnrY - lanczos.psnrY,
    (value) => (value > 0 ? '+' : '') + formatNumber(value, 2),
    3,
  ),
];

const MAX_PACK_MEGABYTES = 0.6;
const PEER_MEGABYTES = 0.93;
const NOTHING = '–';

/**
 * What was reached of what is to be reached; sets and columns that were not measured are left open.
 *
 * @param packBytes size of the pack's files after gzip
 */
export function barTable(sets: ReadonlyMap<SetName, SetFigures>, packBytes: number): string {
  const head = ['', 'Lanczos', 'UpscalerJS', 'Onestep', 'to reach', 'reached'];
  const rows = GOALS.map((one) => {
    const mean = sets.get(one.set)?.mean;
    const lanczos = mean?.get(LANCZOS_COLUMN);
    const valueOf = (column: string): number => {
      const figures = mean?.get(column);
      return figures && lanczos ? one.valueOf(figures, lanczos) : NaN;
    };
    const own = valueOf(one.column);
    return [
      one.measure,
      one.format(valueOf(LANCZOS_COLUMN)),
      one.format(valueOf(PEER_COLUMN)),
      one.format(own),
      `${one.isAtLeast ? '≥' : '≤'} ${one.format(one.bound)}`,
      verdict(own, one),
    ];
  });
  const megabytes = packBytes / 1e6;
  const size = [
    'pack in MB, gzip',
    NOTHING,
    String(PEER_MEGABYTES),
    formatNumber(megabytes, 2),
    `≤ ${MAX_PACK_MEGABYTES}`,
    verdict(megabytes, { isAtLeast: false, bound: MAX_PACK_MEGABYTES }),
  ];
  const time = ['time, 128→512', NOTHING, '1×', NOTHING, '≤ 0.5×', 'bench:speed'];
  return layOut([head, ...rows, size, time]);
}

function verdict(value: number, { isAtLeast, bound }: Pick<Goal, 'isAtLeast' | 'bound'>): string {
  if (Number.isNaN(value)) return NOTHING;
  return (isAtLeast ? value >= bound : value <= bound) ? 'yes' : 'no';
}

function goal(
  measure: string,
  set: SetName,
  column: string,
  valueOf: Goal['valueOf'],
  format: Goal['format'],
  bound: number,
): Goal {
  return { measure, set, column, valueOf, format, bound, isAtLeast: true };
}

/** NIQE is the one figure that is better when it is lower. */
function atMost(measure: string, column: string, bound: number): Goal {
  const valueOf = (figures: Figures): number => figures.niqe;
  return { ...goal(measure, 'realsr', column, valueOf, formatNiqe, bound), isAtLeast: false };
}
