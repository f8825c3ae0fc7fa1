import { useRef } from 'preact/hooks';
import { EMBEDDED_PACK_TITLE, toPackFolder } from '../packs/pack-folder';
import type { ModelState } from '../state/app-state';
import { packErrorText } from '../text/pack-error-text';
import { ErrorNotice } from './error-notice';
import { ProgressBar } from './progress-bar';
import { useServices } from './services';

/** Makes a file input pick a folder; every browser has it, Preact's types do not. */
const FOLDERS_ONLY = { webkitdirectory: true };

/** Which pack restores the pictures, and the way to another one. */
export function ModelSection({ model }: { model: ModelState }) {
  const { controller } = useServices();
  const button = useRef<HTMLButtonElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const { opening, failure } = model;
  const title = model.info?.packTitle ?? EMBEDDED_PACK_TITLE;

  /** For controls that vanish when they are used; the focus would vanish with them. */
  const thenFocusButton = (act: () => void) => () => {
    act();
    button.current?.focus();
  };
  const onPick = (): void => {
    const { current } = picker;
    const folder = toPackFolder(current?.files ?? []);
    // Otherwise the same folder, repaired meanwhile, could not be picked again.
    if (current) current.value = '';
    if (folder !== null) controller.choosePack(folder);
  };

  return (
    <section class="model" aria-label="Model">
      <div class="model-line">
        <span class="panel-bar-label" aria-hidden="true">
          Model
        </span>
        <span class="model-title" title={title}>
          {title}
        </span>
        <button
          type="button"
          class="button"
          ref={button}
          onClick={opening === null ? () => picker.current?.click() : controller.keepPack}
        >
          {opening === null ? 'Choose a pack…' : 'Cancel'}
        </button>
        <input
          type="file"
          hidden
          {...FOLDERS_ONLY}
          aria-label="Folder of a model pack"
          ref={picker}
          onChange={onPick}
        />
      </div>
      <div role="status">
        {opening === null ? <ModelNote model={model} /> : <Opening name={opening} />}
      </div>
      {opening === null && !model.embedded && (
        <button
          type="button"
          class="text-button"
          onClick={thenFocusButton(controller.chooseEmbeddedPack)}
        >
          Back to {EMBEDDED_PACK_TITLE}
        </button>
      )}
      {failure !== null && (
        <ErrorNotice error={failure.error} text={packErrorText(failure.name, failure.error)}>
          <button type="button" class="button" onClick={thenFocusButton(controller.keepPack)}>
            Back to {title}
          </button>
        </ErrorNotice>
      )}
    </section>
  );
}

function ModelNote({ model: { info } }: { model: ModelState }) {
  if (info === null) return null;
  if (!info.takesPrompt) {
    return <p class="quiet">Takes no prompt; a pack made from OSEDiff does.</p>;
  }
  // A diffusion network (it reads free words) on the processor alone, without a GPU.
  return info.runtime === 'wasm' && info.controls === null ? (
    <p class="quiet">Slow on this engine: a picture can take minutes.</p>
  ) : null;
}

function Opening({ name }: { name: string }) {
  return (
    <div class="model-opening">
      <p class="quiet">
        {name === EMBEDDED_PACK_TITLE
          ? `Opening ${name}…`
          : `Opening “${name}”… A large pack can take minutes.`}
      </p>
      <ProgressBar label="Opening the model" fraction={null} size="thin" />
    </div>
  );
}
