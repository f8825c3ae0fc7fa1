import { COLOUR_FIXES } from '../../shared/colour-fix';
import { FORMAT_CHOICES, LEAST_JPEG_QUALITY, type Settings } from '../../shared/settings';
import { CONTROL_TEXT, percentText } from '../text/control-text';
import {
  COLOUR_FIX_NAMES,
  COLOUR_FIX_NOTE,
  FORMAT_NAMES,
  FORMAT_NOTES,
  jpegQualityText,
  OUTPUT_TEXT,
  outputText,
  STRENGTH_NOTE,
} from '../text/output-text';
import { SegmentedControl } from './segmented-control';
import { useServices } from './services';
import { Slider } from './slider';

const FORMAT_SEGMENTS = FORMAT_CHOICES.map((value) => ({ value, label: FORMAT_NAMES[value] }));
const AUTO = 'auto';
const COLOUR_FIX_SEGMENTS = [
  { value: AUTO, label: CONTROL_TEXT.auto },
  ...COLOUR_FIXES.map((value) => ({ value, label: COLOUR_FIX_NAMES[value] })),
] as const;

interface OutputSectionProps {
  readonly settings: Settings;
  /** Only a latent pack brings colours back. */
  readonly takesColourFix: boolean;
}

/** What is made of the restored pictures; out of the way, because most never need it. */
export function OutputSection({ settings, takesColourFix }: OutputSectionProps) {
  const { controller } = useServices();
  const { format, jpegQuality, strength, colourFix } = settings;
  return (
    <section class="guidance" aria-label={OUTPUT_TEXT.section}>
      <details class="details">
        <summary>
          {OUTPUT_TEXT.section}{' '}
          <span class="corrections-state">{outputText(settings, takesColourFix)}</span>
        </summary>
        <div class="output">
          <div class="output-line">
            <span aria-hidden="true">{OUTPUT_TEXT.strength}</span>
            <Slider
              label={OUTPUT_TEXT.strength}
              value={strength}
              valueText={percentText(strength)}
              idle={false}
              onMove={(moved) => controller.setSettings({ strength: moved })}
              onMoved={controller.saveSettings}
            />
            <span class="correction-value">{percentText(strength)}</span>
          </div>
          <p class="quiet">{STRENGTH_NOTE}</p>
          <div class="output-line output-line-segments">
            <span aria-hidden="true">{OUTPUT_TEXT.format}</span>
            <SegmentedControl
              name="format"
              label={OUTPUT_TEXT.format}
              segments={FORMAT_SEGMENTS}
              value={format}
              onChoose={(chosen) => controller.chooseSettings({ format: chosen })}
            />
          </div>
          {format !== 'png' && (
            <div class="output-line">
              <span aria-hidden="true">{FORMAT_NAMES.jpeg}</span>
              <Slider
                label={OUTPUT_TEXT.jpegQuality}
                value={jpegQuality / 100}
                least={LEAST_JPEG_QUALITY / 100}
                valueText={jpegQualityText(jpegQuality)}
                idle={false}
                onMove={(moved) => controller.setSettings({ jpegQuality: Math.round(moved * 100) })}
                onMoved={controller.saveSettings}
              />
              <span class="correction-value">{jpegQuality}</span>
            </div>
          )}
          <p class="quiet">{FORMAT_NOTES[format]}</p>
          {takesColourFix && (
            <>
              <div class="output-line output-line-segments">
                <span aria-hidden="true">{OUTPUT_TEXT.colours}</span>
                <SegmentedControl
                  name="colour-fix"
                  label={OUTPUT_TEXT.colours}
                  segments={COLOUR_FIX_SEGMENTS}
                  value={colourFix ?? AUTO}
                  onChoose={(chosen) =>
                    controller.chooseSettings({ colourFix: chosen === AUTO ? null : chosen })
                  }
                />
              </div>
              <p class="quiet">{COLOUR_FIX_NOTE}</p>
            </>
          )}
        </div>
      </details>
    </section>
  );
}
