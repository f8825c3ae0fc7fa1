import { useMemo } from 'preact/hooks';
import type { EngineInfo } from '../../inference/engine';
import { readPrompt } from '../../shared/prompt-vocabulary';
import type { Settings } from '../../shared/settings';
import { CONTROL_TEXT } from '../text/control-text';
import { PROMPT_TEXT, takesNoPromptText } from '../text/prompt-text';
import { Corrections } from './corrections';
import { CrispSlider } from './crisp-slider';
import { PromptField } from './prompt-field';
import { PromptReadingNote } from './prompt-reading';
import { useRested } from './use-rested';

/** A word is judged when it has been typed, not letter by letter. */
const TYPING_REST_MS = 300;
const NO_WORDS = [] as const;

interface GuidanceSectionProps {
  readonly info: EngineInfo;
  readonly prompt: string;
  readonly promptWanted: boolean;
  /** Prompts that ran before, the newest first. */
  readonly history: readonly string[];
  readonly settings: Settings;
}

/** What the restoration can be told: words, and the controls of a pack that has some. */
export function GuidanceSection({
  info,
  prompt,
  promptWanted,
  history,
  settings,
}: GuidanceSectionProps) {
  const { controls, takesPrompt } = info;
  const vocabulary = controls?.vocabulary ?? NO_WORDS;
  const typed = useRested(prompt, TYPING_REST_MS);
  const reading = useMemo(() => readPrompt(typed, vocabulary), [typed, vocabulary]);
  if (controls === null && !takesPrompt) {
    const awaited = promptWanted || prompt.trim() !== '';
    return awaited ? <p class="guidance quiet">{takesNoPromptText(info.packTitle)}</p> : null;
  }
  return (
    <section class="guidance" aria-label={CONTROL_TEXT.section}>
      {takesPrompt && (
        <PromptField
          prompt={prompt}
          wanted={promptWanted}
          history={history}
          placeholder={
            controls === null ? PROMPT_TEXT.descriptionPlaceholder : PROMPT_TEXT.wordsPlaceholder
          }
        />
      )}
      {takesPrompt && controls !== null && <PromptReadingNote reading={reading} />}
      {controls !== null && (
        <>
          <CrispSlider own={settings.crisp} prompted={reading.controls.crisp} />
          <Corrections settings={settings} prompted={reading.controls} />
        </>
      )}
    </section>
  );
}
