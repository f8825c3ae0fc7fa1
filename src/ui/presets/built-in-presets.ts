import type { ControlSettings } from '../../shared/settings';

export const BUILT_IN_KEYS = ['photo', 'photo-crisp', 'old-jpeg', 'drawing', 'interface'] as const;
export type BuiltInKey = (typeof BUILT_IN_KEYS)[number];

type Corrections = Pick<ControlSettings, 'crisp' | 'denoise' | 'dejpeg' | 'deblur' | 'content'>;

const AUTOMATIC: Corrections = {
  crisp: null,
  denoise: null,
  dejpeg: null,
  deblur: null,
  content: null,
};

/** For packs with controls; scale, format and whatever else a user has set stay as they are. */
export const BUILT_IN_SETTINGS: Readonly<Record<BuiltInKey, Corrections>> = {
  photo: { ...AUTOMATIC, content: 'photo' },
  'photo-crisp': { ...AUTOMATIC, content: 'photo', crisp: 1 },
  'old-jpeg': { ...AUTOMATIC, dejpeg: 0.8 },
  drawing: { ...AUTOMATIC, content: 'illustration' },
  interface: { ...AUTOMATIC, content: 'text' },
};
