import type { DownloadProgress, PackOffer, StorageReport } from '../../engine-page/page-api';
import { STORAGE_LIMIT_BYTES } from '../../shared/kept';
import type { OriginalsCount } from '../../shared/protocol';
import { counted } from './counted';

export const SETTINGS_TEXT = {
  title: 'Settings',
  back: 'Back to the pictures',
  engine: 'Engine',
  restartEngine: 'Start it again',
  lookAgain: 'Look for it again',
  model: 'Model',
  choosePack: 'Choose a pack…',
  changeModel: 'Change model',
  packFolder: 'Folder of a model pack',
  packHint:
    'A pack is a folder with pack.json, made with “onestep convert”. It can be dropped here, and stays where it is.',
  packOffers: 'Packs of the engine page',
  usePack: 'Use',
  weightsInHttpCache:
    'Downloaded models stay in the browser’s own cache, because it lets the engine page keep nothing else. Those that it drops are downloaded again.',
  noWeights: 'No downloaded models are kept in this browser.',
  deleteWeights: 'Delete',
  deleteWeightsLabel: 'Delete downloaded models',
  deleteWeightsQuestion: 'Delete the downloaded models? They are downloaded again when needed.',
  takesNoPrompt: 'This model takes no prompt. One made from OSEDiff does.',
  storage: 'Storage',
  counting: 'Counting…',
  privacy: 'Privacy',
  diagnostics: 'Diagnostics',
  diagnosticsHint:
    'For a bug report. Holds no pictures, no names of layers, files or styles, and no prompts. Read it before you send it.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Copying did not work. Select the text and copy it by hand.',
  keep: 'Keep',
} as const;

export const PRIVACY_TEXT = {
  what: 'Pictures stay on this machine.',
  offline:
    'Onestep asks Figma for no network access, so Figma blocks every connection of the plugin. No account, no upload, no statistics. What you see under Storage is all that is kept.',
  /** For a build with an engine page. */
  withEnginePage:
    'The plugin reaches nothing but its engine page, which runs inside this window and sends no picture anywhere; Figma blocks every other connection. No account, no upload, no statistics.',
} as const;

/** The kinds of what is kept on the machine, in the order they are shown. */
export const STORED_KINDS = ['settings', 'presets', 'prompts'] as const;
export type StoredKind = (typeof STORED_KINDS)[number];

interface StoredKindText {
  readonly name: string;
  readonly clear: string;
  readonly question: string;
  readonly confirm: string;
}

export const STORED_KIND_TEXTS: Readonly<Record<StoredKind, StoredKindText>> = {
  settings: {
    name: 'Settings',
    clear: 'Reset settings',
    question: 'Go back to the settings of a first start?',
    confirm: 'Reset',
  },
  presets: {
    name: 'Presets',
    clear: 'Delete presets',
    question: 'Delete all your presets?',
    confirm: 'Delete',
  },
  prompts: {
    name: 'Prompt history',
    clear: 'Clear prompt history',
    question: 'Forget all recent prompts?',
    confirm: 'Clear',
  },
};

const KB = 1000;
const MB = 1000 * KB;
const GB = 1000 * MB;

/** “0 bytes”, “312 bytes”, “1.4 kB”. */
export function bytesText(bytes: number): string {
  if (bytes < KB) return counted(bytes, 'byte');
  if (bytes < MB) return `${(bytes / KB).toFixed(1)} kB`;
  return bytes < GB ? `${(bytes / MB).toFixed(1)} MB` : `${(bytes / GB).toFixed(1)} GB`;
}

export function storageTotalText(bytes: number): string {
  return `${bytesText(bytes)} of the ${STORAGE_LIMIT_BYTES / MB} MB that Figma gives a plugin`;
}

export function originalsText({ originals, layers }: OriginalsCount): string {
  if (originals === 0 && layers === 0) return 'No originals are kept on this page.';
  return `This page keeps ${counted(originals, 'original')} for ${counted(layers, 'enhanced layer')}, on a hidden layer that “Restore original” needs. Other pages are not counted.`;
}

/** “OSEDiff, int8, 950 MB”; the precision of a small network makes no difference to anybody. */
export function offerText({ title, kind, precision, bytes }: PackOffer): string {
  const parts = kind === 'latent' && precision !== null ? [title, precision] : [title];
  return [...parts, bytesText(bytes)].join(', ');
}

/** What is kept of downloaded models, and where. */
export function weightsText({ kind, usedBytes }: StorageReport): string {
  if (kind === 'http' || usedBytes === null) return SETTINGS_TEXT.weightsInHttpCache;
  if (usedBytes === 0) return SETTINGS_TEXT.noWeights;
  return `${bytesText(usedBytes)} of downloaded models are kept in this browser.`;
}

/** “120.0 MB of 950.0 MB”, and whether that goes on. */
export function downloadText({ done, total, retrying }: DownloadProgress): string {
  const parts = [
    ...(total === 0 ? [] : [`${bytesText(done)} of ${bytesText(total)}`]),
    ...(retrying ? ['No connection to the engine page’s host; trying again…'] : []),
  ];
  return parts.join('. ');
}

/** Two offers may have one title, so the label says what tells them apart. */
export function usePackLabel({ title, kind, precision }: PackOffer): string {
  const what = kind === 'latent' && precision !== null ? `${title} ${precision}` : title;
  return `${SETTINGS_TEXT.usePack} ${what}`;
}
