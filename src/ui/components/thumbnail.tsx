import { useEffect, useRef, useState } from 'preact/hooks';
import { PictureIcon } from './icons';
import { useServices } from './services';

/** A small picture, read when its row comes into view. */
export function Thumbnail({ imageHash }: { imageHash: string }) {
  const { thumbnails } = useServices();
  const frame = useRef<HTMLSpanElement>(null);
  const [url, setUrl] = useState<string | null>(thumbnails.peek(imageHash) ?? null);

  useEffect(() => {
    if (!frame.current) return undefined;
    const abort = new AbortController();
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void thumbnails.request(imageHash, abort.signal).then((made) => {
        if (!abort.signal.aborted) setUrl(made);
      });
    });
    observer.observe(frame.current);
    return () => {
      abort.abort();
      observer.disconnect();
    };
  }, [thumbnails, imageHash]);

  return (
    <span class="thumbnail" ref={frame}>
      {url === null ? (
        <PictureIcon />
      ) : (
        <img src={url} alt="" width={40} height={40} onError={() => setUrl(null)} />
      )}
    </span>
  );
}
