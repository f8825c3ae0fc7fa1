/** Which of the pictures on display a run would work on, and why not on the others. */
import type { ErrorCode } from '../../shared/errors';
import type { Picture, SkippedLayer } from '../../shared/protocol';
import { planPicture, type PicturePlan } from '../pictures/picture-plan';
import type { AppState } from './app-state';

export interface PictureChoice {
  readonly picture: Picture;
  readonly plan: PicturePlan;
  /**
   * `too-large` for Figma to take it back; `sharp-enough` to be left out of several; `taken-out` by
   * the user.
   */
  readonly part: 'enhanced' | 'too-large' | 'sharp-enough' | 'taken-out';
  /** The user may decide otherwise about this one. */
  readonly optional: boolean;
}

/** One for each picture of the scope, in its order. */
export function pictureChoices(state: AppState): readonly PictureChoice[] {
  const { batch, decided, fromOriginals, selection, settings } = state;
  const planned = (selection.current?.pictures ?? []).map((picture) => ({
    picture,
    plan: planPicture(picture, settings, fromOriginals),
  }));
  // A single picture is what the user wants enhanced, however many pixels it has.
  const several = batch || planned.filter(({ plan }) => !plan.tooLarge).length > 1;
  const leavesSharp = several && settings.scale === 'fit' && settings.skipSharp;
  return planned.map(({ picture, plan }) => {
    if (plan.tooLarge) return { picture, plan, part: 'too-large', optional: false };
    const decision = decided[picture.imageHash];
    const sharp = leavesSharp && plan.sharpEnough;
    const optional = batch || sharp || decision !== undefined;
    if (decision === 'leave') return { picture, plan, part: 'taken-out', optional };
    const part = sharp && decision !== 'take' ? 'sharp-enough' : 'enhanced';
    return { picture, plan, part, optional };
  });
}

/** Pictures that the user wants enhanced, with all their uses. */
export function wantedPictures(state: AppState): readonly Picture[] {
  return pictureChoices(state).flatMap(({ part, picture }) => (part === 'enhanced' ? picture : []));
}

/** Layers of pictures that are passed over, but for those that the user took out. */
export function layersPassedOver(state: AppState): readonly SkippedLayer[] {
  const { density } = state.settings;
  return pictureChoices(state).flatMap(({ part, picture }) => {
    const { width, height } = picture;
    switch (part) {
      case 'too-large': {
        return layersOf(picture, 'image-at-limit', { width, height });
      }
      case 'sharp-enough':
        return layersOf(picture, 'image-sharp-enough', { density });
      default:
        return [];
    }
  });
}

function layersOf(
  { uses }: Picture,
  code: ErrorCode,
  details: SkippedLayer['error']['details'],
): SkippedLayer[] {
  return uses.map(({ nodeId, nodeName }) => ({ nodeId, nodeName, error: { code, details } }));
}
