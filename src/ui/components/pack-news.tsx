import { EMBEDDED_PACK_TITLE } from '../packs/pack-folder';
import type { ModelState } from '../state/app-state';
import { backToPackLabel, openingText, PACK_TEXT, packErrorText } from '../text/pack-text';
import { PANEL_TEXT } from '../text/panel-text';
import { downloadText } from '../text/settings-text';
import { ErrorNotice } from './error-notice';
import { ProgressBar } from './progress-bar';
import { useServices } from './services';

interface PackNewsProps {
  readonly model: ModelState;
  /** The news was put away by its button, which is gone now with the focus. */
  readonly onSettled: () => void;
}

/** What a user has to know of the model at any time: that one opens, could not be opened, or is slow. */
export function PackNews({ model, onSettled }: PackNewsProps) {
  const { controller } = useServices();
  const { info, opening, download, failure } = model;
  const keepPack = (): void => {
    controller.keepPack();
    onSettled();
  };
  // A diffusion network (it reads free words) on the processor alone, without a GPU.
  const slow =
    opening === null && info?.runtime === 'wasm' && info.takesPrompt && info.controls === null;
  return (
    <div class="pack-news">
      <div role="status">
        {opening !== null && <p>{openingText(opening)}</p>}
        {download !== null && opening !== null && <p class="quiet">{downloadText(download)}</p>}
        {slow && <p class="quiet">{PACK_TEXT.slow}</p>}
      </div>
      {opening !== null && (
        <div class="pack-opening">
          <ProgressBar
            label={PACK_TEXT.opening}
            fraction={
              download === null || download.total === 0 ? null : download.done / download.total
            }
            size="thin"
          />
          <button type="button" class="button" onClick={keepPack}>
            {PANEL_TEXT.cancel}
          </button>
        </div>
      )}
      {failure !== null && (
        <ErrorNotice error={failure.error} text={packErrorText(failure.name, failure.error)}>
          <button type="button" class="button" onClick={keepPack}>
            {backToPackLabel(info?.packTitle ?? EMBEDDED_PACK_TITLE)}
          </button>
        </ErrorNotice>
      )}
    </div>
  );
}
