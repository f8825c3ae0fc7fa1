import { useEffect, useRef } from 'preact/hooks';
import { originalsLostText } from '../text/originals-text';
import { WarningIcon } from './icons';

interface OriginalsNoticeProps {
  /** Pictures whose originals cannot be kept. */
  readonly losing: number;
  /** Pictures of the run. */
  readonly total: number;
  /** A run waits for the user to have read this, so it takes the focus. */
  readonly awaited: boolean;
}

/** Says before a run that only undo will bring originals back. */
export function OriginalsNotice({ losing, total, awaited }: OriginalsNoticeProps) {
  const notice = useRef<HTMLElement>(null);

  useEffect(() => {
    if (awaited) notice.current?.focus();
  }, [awaited]);

  return (
    <section class="notice" aria-labelledby="originals-notice" tabIndex={-1} ref={notice}>
      <WarningIcon />
      <p class="notice-body" id="originals-notice">
        {originalsLostText(losing, total)}
      </p>
    </section>
  );
}
