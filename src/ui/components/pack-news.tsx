import { EMBEDDED_PACK_TITLE } from '../packs/pack-folder';
import type { ModelState } from '../state/app-state';
import { packErrorText } from '../text/pack-error-text';
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
        {slow && <p class="quiet">Slow on this engine: a picture can take minutes.</p>}
      </div>
      {opening !== null && (
        <div class="pack-opening">
          <ProgressBar
            label="Opening the model"
            fraction={download === null ? null : download.done / download.total}
            size="thin"
          />
          <button type="button" class="button" onClick={keepPack}>
            Cancel
          </button>
        </div>
      )}
      {failure !== null && (
        <ErrorNotice error={failure.error} text={packErrorText(failure.name, failure.error)}>
          <button type="button" class="button" onClick={keepPack}>
            Back to {info?.packTitle ?? EMBEDDED_PACK_TITLE}
          </button>
        </ErrorNotice>
      )}
    </div>
  );
}

function openingText(name: string): string {
  return name === EMBEDDED_PACK_TITLE
    ? `Opening ${name}…`
    : `Opening “${name}”… A large pack can take minutes.`;
}
