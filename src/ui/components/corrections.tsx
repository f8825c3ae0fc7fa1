import { CONTENTS, CORRECTIONS, type Controls, type Correction } from '../../shared/controls';
import type { ControlSettings } from '../../shared/settings';
import {
  CONTENT_NAMES,
  CONTROL_TEXT,
  CORRECTION_NAMES,
  correctionLabel,
  correctionsText,
  correctionValueText,
  percentText,
  promptedContentText,
} from '../text/control-text';
import { SegmentedControl } from './segmented-control';
import { useServices } from './services';
import { Slider } from './slider';

const AUTO = 'auto';
const CONTENT_SEGMENTS = [
  { value: AUTO, label: CONTROL_TEXT.auto },
  ...CONTENTS.map((content) => ({ value: content, label: CONTENT_NAMES[content] })),
] as const;

/** Where a slider stands that is taken out of automatic. */
const MIDDLE = 0.5;

interface CorrectionsProps {
  readonly settings: ControlSettings;
  /** What the prompt asks for where the settings leave it open. */
  readonly prompted: Controls;
}

/** What the network would judge by itself, to be set by those who know better. */
export function Corrections({ settings, prompted }: CorrectionsProps) {
  const { controller } = useServices();
  return (
    <details class="details">
      <summary>
        {CONTROL_TEXT.corrections}{' '}
        <span class="corrections-state">{correctionsText(settings)}</span>
      </summary>
      <div class="corrections">
        {CORRECTIONS.map((name) => (
          <CorrectionRow key={name} name={name} own={settings[name]} prompted={prompted[name]} />
        ))}
        <div class="content-line">
          <span aria-hidden="true">{CONTROL_TEXT.content}</span>
          <SegmentedControl
            name="content"
            label={CONTROL_TEXT.content}
            segments={CONTENT_SEGMENTS}
            value={settings.content ?? AUTO}
            onChoose={(chosen) =>
              controller.chooseSettings({ content: chosen === AUTO ? null : chosen })
            }
          />
        </div>
        {settings.content === null && prompted.content !== undefined && (
          <p class="quiet">{promptedContentText(prompted.content)}</p>
        )}
      </div>
    </details>
  );
}

interface CorrectionRowProps {
  readonly name: Correction;
  /** As the user has set it, 0 to 1; null for automatic. */
  readonly own: number | null;
  readonly prompted: number | undefined;
}

function CorrectionRow({ name, own, prompted }: CorrectionRowProps) {
  const { controller } = useServices();
  const label = CORRECTION_NAMES[name];
  const value = own ?? prompted ?? null;
  const isPrompted = own === null && prompted !== undefined;
  const toggle = (): void =>
    controller.chooseSettings({ [name]: own === null ? (prompted ?? MIDDLE) : null });
  return (
    <div class="correction" role="group" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      <Slider
        label={correctionLabel(name)}
        value={value ?? MIDDLE}
        valueText={correctionValueText(value, isPrompted)}
        idle={own === null}
        onMove={(moved) => controller.setSettings({ [name]: moved })}
        onMoved={controller.saveSettings}
      />
      <span
        class={`correction-value${own === null ? ' quiet' : ''}`}
        title={isPrompted ? CONTROL_TEXT.fromPrompt : ''}
      >
        {value === null ? '' : percentText(value)}
      </span>
      <button type="button" class="button" aria-pressed={own === null} onClick={toggle}>
        {CONTROL_TEXT.auto}
      </button>
    </div>
  );
}
