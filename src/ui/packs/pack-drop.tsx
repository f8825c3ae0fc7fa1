import { useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../components/services';
import { PACK_TEXT } from '../text/pack-text';
import { SETTINGS_TEXT } from '../text/settings-text';
import { toPackFolder } from './pack-folder';

const FOLDERS_ONLY = { webkitdirectory: true };

interface PackDropProps {
  /** The panel shows a place where the news of a pack appears. */
  readonly open: boolean;
  /** A run goes on, during which no pack can be changed. */
  readonly running: boolean;
}

/**
 * Takes a pack folder that is dragged anywhere onto the panel. The folder is given to a picker that
 * lies over the panel meanwhile: a frame without an origin may not look into a dropped folder itself
 * (Chromium refuses its file system), but the browser fills a picker. Keyboards have the button.
 */
export function PackDrop({ open, running }: PackDropProps) {
  const { controller } = useServices();
  const [dragging, setDragging] = useState(false);
  const cover = useRef<HTMLDivElement>(null);
  /** What was dropped last; the files of an empty folder do not tell. */
  const name = useRef('');

  useEffect(() => {
    const enter = (event: DragEvent): void => {
      if (hasFiles(event)) setDragging(true);
    };
    const over = (event: DragEvent): void => {
      if (!hasFiles(event) || isPicker(event)) return;
      // Otherwise the browser would leave the panel for the file.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
    };
    const leave = (event: DragEvent): void => {
      // Safari names nothing that is gone to; only what covers the whole panel is left for outside.
      const { relatedTarget, target } = event;
      if (relatedTarget === null && cover.current?.contains(target as Node)) setDragging(false);
    };
    const drop = (event: DragEvent): void => {
      setDragging(false);
      if (hasFiles(event) && !isPicker(event)) event.preventDefault();
    };
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);

  const onDrop = (event: DragEvent): void => {
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
    const [first] = entries;
    name.current = first?.name ?? '';
    if (entries.length === 1 && first?.isDirectory === true) return;
    event.preventDefault();
    controller.refuseDrop(name.current);
  };
  const onChange = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => {
    const folder = toPackFolder(currentTarget.files ?? []);
    controller.choosePack(folder ?? { name: name.current, files: {} });
    currentTarget.value = '';
  };

  // The picker stays in the page: the browser fills it when the drag is over.
  return (
    <div
      class={dragging && open ? 'pack-drop' : 'pack-drop pack-drop-away'}
      aria-hidden="true"
      ref={cover}
    >
      <p class="pack-drop-title">{running ? PACK_TEXT.dropLater : PACK_TEXT.drop}</p>
      {!running && <p class="quiet">{PACK_TEXT.dropHint}</p>}
      {open && !running && (
        <input
          type="file"
          class="pack-drop-picker"
          tabIndex={-1}
          multiple
          {...FOLDERS_ONLY}
          aria-label={SETTINGS_TEXT.packFolder}
          onDrop={onDrop}
          onChange={onChange}
        />
      )}
    </div>
  );
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

function isPicker({ target }: DragEvent): boolean {
  return target instanceof HTMLInputElement && target.classList.contains('pack-drop-picker');
}
