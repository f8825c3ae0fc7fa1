import type { Random } from './random';

/** The colours of one picture. Text in `ink` or `muted` can be read on `ground` and on `surface`. */
export interface Theme {
  readonly ground: string;
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  /** Hairlines. */
  readonly line: string;
  /** White text can be read on the first. */
  readonly accents: readonly [string, string, string, string];
}

export const LIGHT_THEMES: readonly Theme[] = [
  {
    ground: '#ffffff',
    surface: '#f4f5f7',
    ink: '#172b4d',
    muted: '#6b778c',
    line: '#dfe1e6',
    accents: ['#0052cc', '#00b8d9', '#36b37e', '#ffab00'],
  },
  {
    ground: '#faf7f2',
    surface: '#ffffff',
    ink: '#2d2a26',
    muted: '#8a8178',
    line: '#e6ded3',
    accents: ['#c2410c', '#0f766e', '#e0a458', '#7c2d12'],
  },
  {
    ground: '#f8fafc',
    surface: '#ffffff',
    ink: '#0f172a',
    muted: '#64748b',
    line: '#e2e8f0',
    accents: ['#7c3aed', '#db2777', '#0ea5e9', '#f59e0b'],
  },
  {
    ground: '#fff1f2',
    surface: '#ffffff',
    ink: '#4c0519',
    muted: '#9f5868',
    line: '#fecdd3',
    accents: ['#e11d48', '#fb7185', '#1d4ed8', '#fbbf24'],
  },
  {
    ground: '#f1f5f0',
    surface: '#fcfdfb',
    ink: '#1b3022',
    muted: '#6a7f70',
    line: '#d5e0d5',
    accents: ['#15803d', '#84a98c', '#bc6c25', '#283618'],
  },
];

export const DARK_THEMES: readonly Theme[] = [
  {
    ground: '#0d1117',
    surface: '#161b22',
    ink: '#e6edf3',
    muted: '#8b949e',
    line: '#30363d',
    accents: ['#1f6feb', '#3fb950', '#d29922', '#f778ba'],
  },
  {
    ground: '#1a1625',
    surface: '#272136',
    ink: '#f5f0ff',
    muted: '#a79bc2',
    line: '#3b3350',
    accents: ['#9333ea', '#22d3ee', '#f472b6', '#facc15'],
  },
  {
    ground: '#10201c',
    surface: '#18302a',
    ink: '#eafaf3',
    muted: '#8fb3a5',
    line: '#26463d',
    accents: ['#059669', '#a3e635', '#fb923c', '#38bdf8'],
  },
  {
    ground: '#000000',
    surface: '#1c1c1e',
    ink: '#ffffff',
    muted: '#98989f',
    line: '#38383a',
    accents: ['#0a84ff', '#ff453a', '#30d158', '#ffd60a'],
  },
];

/** A light theme twice out of three times, as designs are. */
export function pickTheme(random: Random): Theme {
  return random.pick(random.chance(2 / 3) ? LIGHT_THEMES : DARK_THEMES);
}
