import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { StorageReport } from '../../engine-page/page-api';
import { errorText, type ErrorText } from '../../shared/error-texts';
import { PackNews } from '../components/pack-news';
import { useServices } from '../components/services';
import { EMBEDDED_PACK_TITLE, toPackFolder } from '../packs/pack-folder';
import type { ModelState } from '../state/app-state';
import { backToPackLabel } from '../text/pack-text';
import { offerText, SETTINGS_TEXT, usePackLabel } from '../text/settings-text';
import { DownloadedModels } from './downloaded-models';
import { SettingsSection } from './settings-section';

/** Makes a file input pick a folder; every browser has it, Preact's types do not. */
const FOLDERS_ONLY = { webkitdirectory: true };

interface PackSectionProps {
  readonly model: ModelState;
  readonly weights: StorageReport | null;
  /** The user came for this section. */
  readonly wanted: boolean;
}

/** Which pack restores the pictures, and the way to another one. */
export function PackSection({ model, weights, wanted }: PackSectionProps) {
  const { controller } = useServices();
  const button = useRef<HTMLButtonElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const { embedded, info, offers, opening } = model;
  const title = info?.packTitle ?? EMBEDDED_PACK_TITLE;
  const focusButton = (): void => button.current?.focus();

  useLayoutEffect(() => {
    if (wanted) focusButton();
  }, [wanted]);

  useEffect(() => {
    // Another engine may run in another place, which has others.
    controller.settings.readOffers();
  }, [controller, info]);

  const onPick = (): void => {
    const { current } = picker;
    const folder = toPackFolder(current?.files ?? []);
    // Otherwise the same folder, repaired meanwhile, could not be picked again.
    if (current) current.value = '';
    if (folder !== null) controller.choosePack(folder);
  };

  return (
    <SettingsSection title={SETTINGS_TEXT.model}>
      <p class="pack-title" title={title}>
        {title} {info?.packVersion}
      </p>
      {info?.takesPrompt === false && <p class="quiet">{SETTINGS_TEXT.takesNoPrompt}</p>}
      <PackNews model={model} onSettled={focusButton} />
      <div class="settings-actions">
        <button type="button" class="button" ref={button} onClick={() => picker.current?.click()}>
          {SETTINGS_TEXT.choosePack}
        </button>
        {opening === null && !embedded && (
          <button
            type="button"
            class="button"
            onClick={() => {
              controller.chooseEmbeddedPack();
              focusButton();
            }}
          >
            {backToPackLabel(EMBEDDED_PACK_TITLE)}
          </button>
        )}
        <input
          type="file"
          hidden
          {...FOLDERS_ONLY}
          aria-label={SETTINGS_TEXT.packFolder}
          ref={picker}
          onChange={onPick}
        />
      </div>
      <p class="quiet">{SETTINGS_TEXT.packHint}</p>
      {offers.length > 0 && (
        <ul class="pack-offers" aria-label={SETTINGS_TEXT.packOffers}>
          {offers.map((offer) => (
            <li key={offer.folder} class="pack-offer">
              <span class="pack-offer-name">{offerText(offer)}</span>
              {offer.obstacle === null ? (
                <button
                  type="button"
                  class="button"
                  aria-label={usePackLabel(offer)}
                  onClick={() => {
                    controller.chooseHostedPack(offer);
                    focusButton();
                  }}
                >
                  {SETTINGS_TEXT.usePack}
                </button>
              ) : (
                <span class="quiet pack-offer-obstacle">
                  {sentences(errorText(offer.obstacle))}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <DownloadedModels model={model} weights={weights} />
    </SettingsSection>
  );
}

function sentences({ what, next }: ErrorText): string {
  return `${what} ${next}`;
}
