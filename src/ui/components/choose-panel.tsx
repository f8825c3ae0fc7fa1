import { useRef } from 'preact/hooks';
import { errorText } from '../../shared/error-texts';
import type { Picture, Selection } from '../../shared/protocol';
import type { Area } from '../../shared/settings';
import { PresetBar } from '../presets/preset-bar';
import type { AppState } from '../state/app-state';
import { pictureChoices, wantedPictures, type PictureChoice } from '../state/picture-choices';
import {
  asksAboutOriginals,
  asksAboutStyles,
  picturesLosingOriginals,
  picturesToEnhance,
  scopeOf,
} from '../state/selectors';
import { NOTHING_TO_COMPARE } from '../text/compare-text';
import { PANEL_TEXT } from '../text/panel-text';
import { allSharpText } from '../text/plan-text';
import { summaryText } from '../text/run-summary-text';
import {
  NO_PICTURES_IN_AREA,
  NOTHING_SELECTED,
  NOTHING_TO_ENHANCE,
  readAgainLabel,
  readingLabel,
  readingText,
} from '../text/scope-text';
import { SETTINGS_TEXT } from '../text/settings-text';
import { STYLES_AWAITED } from '../text/sharing-text';
import { enhanceLabel, START_TEXT, startsWhenText } from '../text/start-text';
import { EmptyState } from './empty-state';
import { EngineLine } from './engine-line';
import { ErrorNotice } from './error-notice';
import { GuidanceSection } from './guidance-section';
import { ChevronIcon } from './icons';
import { OriginalsNotice } from './originals-notice';
import { OutputSection } from './output-section';
import { PackNews } from './pack-news';
import { PictureRow } from './picture-row';
import { ProgressBar } from './progress-bar';
import { RunOptions } from './run-options';
import { ScaleSection } from './scale-section';
import { ScopeSection } from './scope-section';
import { SharingSection } from './sharing-section';
import { useServices } from './services';
import { useInitialFocus } from './use-initial-focus';
import { SkippedLayers } from './skipped-layers';

/** Before a run: the pictures of the selection, the scale, and the button. */
export function ChoosePanel({ state }: { state: AppState }) {
  const { controller } = useServices();
  const heading = useInitialFocus<HTMLHeadingElement>();
  const { engine, model, run, selection, settings } = state;
  const choices = pictureChoices(state);
  const modelButton = useRef<HTMLButtonElement>(null);
  return (
    <main class="panel">
      <h1 class="visually-hidden" tabIndex={-1} ref={heading}>
        {state.batch ? START_TEXT.batchTitle : START_TEXT.title}
      </h1>
      <RunOptions folded={state.startWanted && asksAboutStyles(state)}>
        <PresetBar state={state} />
        <ScaleSection
          settings={settings}
          choices={choices}
          several={state.batch || choices.length > 1}
        />
        {model.info !== null && (
          <GuidanceSection
            info={model.info}
            prompt={state.prompt}
            promptWanted={state.promptWanted}
            history={state.library.prompts.prompts}
            settings={settings}
          />
        )}
        {model.info !== null && (
          <OutputSection settings={settings} takesColourFix={model.info.kind === 'latent'} />
        )}
        {state.batch && (
          <ScopeSection
            scope={scopeOf(state)}
            hiddenOrLocked={selection.current?.hiddenOrLocked ?? 0}
          />
        )}
      </RunOptions>
      <PackNews model={model} onSettled={() => modelButton.current?.focus()} />
      <div class="panel-body" aria-busy={selection.reading}>
        {run !== null && (
          <button type="button" class="last-run" onClick={controller.showResults}>
            <span>
              <span class="quiet">{START_TEXT.lastRun}</span> {summaryText(run)}
            </span>
            <ChevronIcon />
          </button>
        )}
        {engine.status === 'failed' && model.opening === null && (
          <div class="panel-section">
            <ErrorNotice error={engine.error}>
              <button type="button" class="button" onClick={controller.startEngine}>
                {PANEL_TEXT.tryAgain}
              </button>
            </ErrorNotice>
          </div>
        )}
        {state.compareWanted && !selection.reading && (
          <p class="panel-section" role="status">
            {NOTHING_TO_COMPARE}
          </p>
        )}
        <SelectionContent state={state} choices={choices} />
      </div>
      <footer class="panel-footer">
        <StartArea state={state} />
        <div class="engine-foot">
          <EngineLine engine={engine} />
          <button
            type="button"
            class="text-button"
            data-opens-settings="model"
            ref={modelButton}
            onClick={() => controller.settings.open('model')}
          >
            {SETTINGS_TEXT.changeModel}
          </button>
        </div>
      </footer>
    </main>
  );
}

interface SelectionContentProps {
  readonly state: AppState;
  readonly choices: readonly PictureChoice[];
}

function SelectionContent({ state, choices }: SelectionContentProps) {
  const { controller } = useServices();
  const { selection, settings } = state;
  const { area } = scopeOf(state);
  if (selection.error !== null) {
    return (
      <div class="panel-section">
        <ErrorNotice error={selection.error}>
          <button type="button" class="button" onClick={controller.readSelection}>
            {readAgainLabel(area)}
          </button>
        </ErrorNotice>
      </div>
    );
  }
  const { current } = selection;
  const wanted = wantedPictures(state);
  const left = leftToStyles(state, wanted);
  return (
    <>
      {selection.reading && <Reading area={area} layers={selection.progress?.done ?? 0} />}
      {current !== null && current.pictures.length === 0 && !selection.reading && (
        <NoPictures selection={current} area={area} />
      )}
      <SharingSection
        pictures={wanted}
        answers={state.sharing}
        area={area}
        startWanted={state.startWanted}
      />
      {isAllSharp(choices) && (
        <p class="panel-section" role="status">
          {allSharpText(settings)}
        </p>
      )}
      {choices.length > 0 && (
        <ul class="rows">
          {choices.map((choice) => (
            <PictureRow
              key={choice.picture.imageHash}
              choice={choice}
              settings={settings}
              leftToStyle={left.has(choice.picture.imageHash)}
            />
          ))}
        </ul>
      )}
      {current !== null && (
        <SkippedLayers skipped={current.skipped} hiddenOrLocked={current.hiddenOrLocked} />
      )}
    </>
  );
}

/** Hashes of pictures that a run would take, had the user not left all their layers to their styles. */
function leftToStyles(state: AppState, wanted: readonly Picture[]): ReadonlySet<string> {
  const left = new Set(wanted.map(({ imageHash }) => imageHash));
  for (const { imageHash } of picturesToEnhance(state)) left.delete(imageHash);
  return left;
}

/** Nothing is left to do, and not because the user said so. */
function isAllSharp(choices: readonly PictureChoice[]): boolean {
  return (
    choices.some(({ part }) => part === 'sharp-enough') &&
    choices.every(({ part }) => part !== 'enhanced')
  );
}

interface ReadingProps {
  readonly area: Area;
  /** Looked at so far. */
  readonly layers: number;
}

function Reading({ area, layers }: ReadingProps) {
  const { controller } = useServices();
  return (
    <div class="reading appears-late">
      <div class="reading-line">
        <span class="quiet">{readingText(area, layers)}</span>
        <button type="button" class="button" onClick={controller.stopReading}>
          {PANEL_TEXT.stop}
        </button>
      </div>
      {/* The number of layers is known only when all have been looked at. */}
      <ProgressBar label={readingLabel(area)} fraction={null} size="thin" />
    </div>
  );
}

interface NoPicturesProps {
  readonly selection: Selection;
  readonly area: Area;
}

function NoPictures({ selection, area }: NoPicturesProps) {
  if (area !== 'selection' && selection.skipped.length === 0) {
    return <EmptyState {...NO_PICTURES_IN_AREA} />;
  }
  if (selection.selectedLayers === 0) {
    return <EmptyState {...NOTHING_SELECTED} />;
  }
  const { what, next } = errorText({ code: 'selection-without-images', details: {} });
  // The skipped list below says why, if the selection does show something.
  return selection.skipped.length > 0 ? (
    <EmptyState {...NOTHING_TO_ENHANCE} />
  ) : (
    <EmptyState title={what} text={next} />
  );
}

function StartArea({ state }: { state: AppState }) {
  const losing = picturesLosingOriginals(state).length;
  return (
    <>
      {losing > 0 && (
        <OriginalsNotice
          losing={losing}
          total={picturesToEnhance(state).length}
          awaited={awaitsConsent(state)}
        />
      )}
      <StartButton state={state} />
    </>
  );
}

/** Only the user’s word is missing, and what it is about stands above the button. */
function awaitsConsent(state: AppState): boolean {
  return state.startWanted && !asksAboutStyles(state) && asksAboutOriginals(state);
}

function StartButton({ state }: { state: AppState }) {
  const { controller } = useServices();
  const { engine, model, selection, startWanted } = state;
  if (awaitsConsent(state)) {
    return (
      <div class="consent">
        <button type="button" class="button button-large" onClick={controller.cancel}>
          {PANEL_TEXT.cancel}
        </button>
        <button type="button" class="button button-primary" onClick={controller.giveUpOriginals}>
          {START_TEXT.giveUpOriginals}
        </button>
      </div>
    );
  }
  if (startWanted) {
    return (
      <div class="starting">
        <span role="status">{asksAboutStyles(state) ? STYLES_AWAITED : startsWhenText(state)}</span>
        <button type="button" class="button" onClick={controller.cancel}>
          {PANEL_TEXT.cancel}
        </button>
      </div>
    );
  }
  const count = picturesToEnhance(state).length;
  const noEngine = engine.status === 'failed' && model.opening === null;
  const disabled = noEngine || selection.error !== null || count === 0;
  return (
    <button
      type="button"
      class="button button-primary"
      disabled={disabled}
      onClick={controller.enhance}
    >
      {enhanceLabel(count)}
    </button>
  );
}
