import { useEffect, useRef } from 'preact/hooks';
import type { Picture } from '../../shared/protocol';
import type { Area } from '../../shared/settings';
import {
  componentsInQuestion,
  sharingChoice,
  stylesInQuestion,
  type ComponentsInQuestion,
  type SharingAnswers,
  type StyleInQuestion,
} from '../state/sharing';
import type { SharingChoice } from '../../shared/write-target';
import {
  COMPONENT_SEGMENTS,
  COMPONENTS_TEXT,
  componentsText,
  followersText,
  moreStylesText,
  remoteStylesText,
  styleAnswers,
  styleName,
  stylesTitle,
} from '../text/sharing-text';
import { CheckIcon } from './icons';
import { SegmentedControl } from './segmented-control';
import { useServices } from './services';

/** A file can have many; the answers below the list have to stay in sight. */
const STYLES_NAMED = 4;

interface SharingSectionProps {
  /** Those that a run would work on. */
  readonly pictures: readonly Picture[];
  readonly answers: SharingAnswers;
  readonly area: Area;
  /** A run waits for the answer, so the question takes the focus. */
  readonly startWanted: boolean;
}

/** What a run is to do with pictures that other layers show as well. */
export function SharingSection({ pictures, answers, area, startWanted }: SharingSectionProps) {
  const styles = stylesInQuestion(pictures);
  const components = componentsInQuestion(pictures);
  const choice = sharingChoice(answers, pictures);
  return (
    <>
      {styles.length > 0 && (
        <StylesQuestion
          styles={styles}
          area={area}
          chosen={choice?.styles ?? null}
          awaited={startWanted && choice === null}
        />
      )}
      {components !== null && (
        <ComponentsQuestion components={components} chosen={answers.components} />
      )}
    </>
  );
}

interface StylesQuestionProps {
  readonly styles: readonly StyleInQuestion[];
  readonly area: Area;
  /** Null until the user has decided. */
  readonly chosen: SharingChoice['styles'] | null;
  readonly awaited: boolean;
}

function StylesQuestion({ styles, area, chosen, awaited }: StylesQuestionProps) {
  const { controller } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  const remote = remoteStylesText(styles);

  useEffect(() => {
    if (awaited) heading.current?.focus();
  }, [awaited]);

  return (
    <section
      class={`sharing${awaited ? ' sharing-awaited' : ''}`}
      aria-labelledby="styles-question"
    >
      <h2 class="heading" id="styles-question" tabIndex={-1} ref={heading}>
        {stylesTitle(styles)}
      </h2>
      <ul class="sharing-styles">
        {styles.slice(0, STYLES_NAMED).map((style) => (
          <li key={style.styleId}>
            <span class="sharing-name" title={styleName(style)}>
              {styleName(style)}
            </span>
            <span class="quiet">{followersText(style, area)}</span>
          </li>
        ))}
        {styles.length > STYLES_NAMED && (
          <li class="quiet">{moreStylesText(styles.length - STYLES_NAMED)}</li>
        )}
      </ul>
      {remote !== null && <p>{remote}</p>}
      <div class="sharing-answers">
        {styleAnswers(styles).map(({ choice, label, effect }) => (
          <button
            key={choice}
            type="button"
            class="answer"
            aria-pressed={chosen === choice}
            onClick={() => controller.chooseForStyles(choice)}
          >
            <span class="answer-label">
              {label}
              {chosen === choice && <CheckIcon />}
            </span>
            <span class="quiet">{effect}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

interface ComponentsQuestionProps {
  readonly components: ComponentsInQuestion;
  readonly chosen: SharingChoice['components'];
}

function ComponentsQuestion({ components, chosen }: ComponentsQuestionProps) {
  const { controller } = useServices();
  return (
    <section class="sharing" aria-label={COMPONENTS_TEXT.section}>
      <SegmentedControl
        name="components"
        label={COMPONENTS_TEXT.choice}
        segments={COMPONENT_SEGMENTS}
        value={chosen}
        onChoose={controller.chooseForComponents}
      />
      <p class="quiet sharing-note">{componentsText(components, chosen)}</p>
    </section>
  );
}
