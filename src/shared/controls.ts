/** What can be told to a model pack with controls about a picture, and what is wanted of it. */
import * as v from 'valibot';

export const CONTENTS = ['photo', 'illustration', 'text'] as const;
/** What a picture shows; `text` stands for interfaces and documents as well. */
export type Content = (typeof CONTENTS)[number];

/** The controls that say how much of a kind of damage a picture has, in the order they are shown. */
export const CORRECTIONS = ['denoise', 'dejpeg', 'deblur'] as const;
export type Correction = (typeof CORRECTIONS)[number];

/** Controls that take a number from 0 to 1. */
export const AMOUNTS = [...CORRECTIONS, 'crisp'] as const;
export type Amount = (typeof AMOUNTS)[number];

/** Each control may be left out: the network then judges by itself, and is faithful. */
export interface Controls {
  /** How much noise the picture has, 0 to 1; 0 keeps what looks like noise. */
  readonly denoise?: number | undefined;
  /** How strongly it was compressed, 0 to 1; 0 is never. */
  readonly dejpeg?: number | undefined;
  /** How soft it is, 0 to 1; 0 is sharp. */
  readonly deblur?: number | undefined;
  readonly content?: Content | undefined;
  /** From 0, faithful to the source, to 1, crisp. */
  readonly crisp?: number | undefined;
}

/** A number from 0 to 1. */
export const UnitSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const ContentSchema = v.picklist(CONTENTS);

/** Controls of which some may be set already, and others that win where both are. */
export function mergeControls(under: Controls, over: Controls): Controls {
  const set = Object.entries(over).filter(([, value]) => value !== undefined);
  return { ...under, ...(Object.fromEntries(set) as Controls) };
}
