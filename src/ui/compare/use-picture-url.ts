import { useEffect, useState } from 'preact/hooks';
import { serializeError, type SerializedError } from '../../shared/errors';
import { useServices } from '../components/services';
import { displayUrl, type DisplayUrl } from '../pictures/display-url';

export type PictureUrl =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly url: string }
  | { readonly status: 'failed'; readonly error: SerializedError };

interface Reading {
  readonly imageHash: string;
  readonly picture: PictureUrl;
}

const LOADING: PictureUrl = { status: 'loading' };

/**
 * A picture of the file, for as long as it is shown. Both sides of a comparison are in the file
 * anyway, so results are read again when somebody looks rather than kept for a whole batch.
 *
 * @param attempt raise it to try again after a failure.
 */
export function usePictureUrl(imageHash: string, attempt: number): PictureUrl {
  const { controller } = useServices();
  const [read, setRead] = useState<Reading>({ imageHash, picture: LOADING });

  useEffect(() => {
    const abort = new AbortController();
    let shown: DisplayUrl | null = null;
    const load = async (): Promise<void> => {
      try {
        const encoded = await controller.readPicture(imageHash, abort.signal);
        const made = await displayUrl(new Blob([Uint8Array.from(encoded)]));
        if (abort.signal.aborted) {
          made.release();
          return;
        }
        shown = made;
        setRead({ imageHash, picture: { status: 'ready', url: made.url } });
      } catch (thrown) {
        if (abort.signal.aborted) return;
        setRead({ imageHash, picture: { status: 'failed', error: serializeError(thrown) } });
      }
    };
    setRead({ imageHash, picture: LOADING });
    void load();
    return () => {
      abort.abort();
      shown?.release();
    };
  }, [controller, imageHash, attempt]);

  // Between two pictures the one before is not shown in the place of the next.
  return read.imageHash === imageHash ? read.picture : LOADING;
}
