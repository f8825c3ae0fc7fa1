/** What is said of pictures before a run: what each would become, and whether it needs to. */
import { FIGMA_MAX_SIDE_PX, MOST_SCALE } from '../../shared/limits';
import type { Settings } from '../../shared/settings';
import type { PicturePlan } from '../pictures/picture-plan';
import type { PictureChoice } from '../state/picture-choices';
import { scaleText, sizeText } from './size-text';

export const SCALE_TEXT = {
  section: 'Size',
  scale: 'Scale',
  density: 'For export at',
  skipSharp: 'Skip pictures that are sharp enough',
  fit: 'Fit the scale',
} as const;

type ScaleSettings = Pick<Settings, 'scale' | 'density'>;

/** What a list of pictures says of each. */
export function planText({ part, plan }: PictureChoice, { scale, density }: ScaleSettings): string {
  const now = sizeText(plan.source);
  switch (part) {
    case 'too-large':
      return `${now}, left as it is: Figma takes back ${FIGMA_MAX_SIDE_PX} px at most`;
    case 'taken-out':
      return leftAsItIsText(plan);
    case 'sharp-enough':
      return `${now}, sharp enough at ${density}×`;
    case 'enhanced': {
      if (scale === 'fit' && plan.sharpEnough) {
        return `${now}, sharp enough at ${density}×; restored in this size`;
      }
      if (plan.scale === 1) return `${now}, restored in this size`;
      const lacks = scale === 'fit' && !plan.capped && plan.needed > MOST_SCALE;
      const then = `${now} → ${sizeText(plan)}`;
      return lacks ? `${then}, needs ${scaleText(plan.needed)}` : then;
    }
  }
}

/** What the button of a picture in the list does. */
export function inclusionLabel(taken: boolean): string {
  return taken ? 'Skip' : 'Include';
}

export function leftAsItIsText({ source }: PicturePlan): string {
  return `${sizeText(source)}, left as it is`;
}

/** Said where a run would do nothing, because nothing needs it. */
export function allSharpText({ density }: ScaleSettings): string {
  return `Sharp enough for export at ${density}× already. Include a picture in the list, or choose a fixed scale, to restore it anyway.`;
}

/** A word about a fixed scale that is more than the layers can show; null where there is none to say. */
export function scaleHint(
  choices: readonly PictureChoice[],
  { scale, density }: ScaleSettings,
): string | null {
  if (scale === 'fit') return null;
  const plans = choices.flatMap(({ part, plan }) => (part === 'enhanced' ? plan : []));
  const generous = plans.filter((plan) => plan.scale > fitOf(plan) * NOTEWORTHY);
  const [first] = generous;
  if (!first) return null;
  const forExport = `for export at ${density}×`;
  if (plans.length > 1) {
    const need = generous.length === 1 ? 'needs' : 'need';
    return `${generous.length} of ${plans.length} ${need} less ${forExport}.`;
  }
  return first.sharpEnough
    ? `Sharp enough ${forExport} already.`
    : `${scaleText(first.needed)} is enough ${forExport}.`;
}

/** A fixed scale that is larger by less than this is as good as one that fits. */
const NOTEWORTHY = 1.05;

function fitOf({ needed, sharpEnough }: PicturePlan): number {
  return sharpEnough ? 1 : needed;
}
