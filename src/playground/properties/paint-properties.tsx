import { useMemo } from 'preact/hooks';
import { PaintView } from '../canvas/paint-view';
import { useImage } from '../canvas/use-image';
import { useEditor } from '../editor/editor-context';
import { Icon } from '../icons/icon';
import { pictureTypeOf } from '../import/picture-type';

const SWATCH = { width: 32, height: 32 };

/** One line about a paint; for a picture also its file. */
export function PaintProperties({ paint, name }: { paint: Paint; name: string }) {
  const isHidden = paint.visible === false;
  const swatch: Paint =
    paint.type === 'IMAGE'
      ? { ...paint, scaleMode: 'FILL', visible: true }
      : { ...paint, visible: true };
  const opacity = Math.round((paint.opacity ?? 1) * 100);
  return (
    <li class={isHidden ? 'paint-line is-hidden' : 'paint-line'} data-testid="paint">
      <span class="swatch">
        <PaintView paint={swatch} size={SWATCH} />
      </span>
      <div class="about">
        <p class="title">
          {titleOf(paint)}
          <span class="extra">{isHidden ? 'hidden' : opacity < 100 && `${opacity} %`}</span>
        </p>
        {paint.type === 'IMAGE' && <PictureProperties hash={paint.imageHash} name={name} />}
      </div>
    </li>
  );
}

function PictureProperties({ hash, name }: { hash: string | null; name: string }) {
  const { document } = useEditor();
  const image = useImage(hash);
  const file = useMemo(() => {
    const bytes = hash === null ? undefined : document.imageBytes(hash);
    return bytes && { type: pictureTypeOf(bytes), length: bytes.length };
  }, [hash]);
  if (hash === null || image.state === 'missing' || !file) {
    return <p class="problem">The picture is missing.</p>;
  }
  const extension = file.type?.replace('image/', '').replace('jpeg', 'jpg') ?? 'bin';
  return (
    <>
      {image.state === 'ready' && (
        <p class="detail">
          <span data-testid="picture-size">
            {image.width} × {image.height} px
          </span>
          <span>
            {extension.toUpperCase()}, {formatBytes(file.length)}
          </span>
        </p>
      )}
      <p class="detail">
        <code title={hash} data-testid="picture-hash" data-hash={hash}>
          {hash.slice(0, 12)}…
        </code>
        {image.state === 'ready' && (
          <a
            class="icon-button"
            href={image.url}
            download={`${name}.${extension}`}
            aria-label={`Save the picture of ${name}`}
            title="Save the picture"
          >
            <Icon name="download" />
          </a>
        )}
      </p>
    </>
  );
}

function titleOf(paint: Paint): string {
  switch (paint.type) {
    case 'SOLID':
      return hexOf(paint.color);
    case 'IMAGE':
      return `Image, ${paint.scaleMode.toLowerCase()}`;
    default:
      return sentenceCase(paint.type.replace('_', ' '));
  }
}

function hexOf({ r, g, b }: RGB): string {
  const channels = [r, g, b].map((value) =>
    Math.round(value * 255)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${channels.join('').toUpperCase()}`;
}

function sentenceCase(text: string): string {
  return text.charAt(0) + text.slice(1).toLowerCase();
}

function formatBytes(length: number): string {
  if (length < 1000) return `${length} B`;
  return length < 1e6 ? `${(length / 1000).toFixed(1)} kB` : `${(length / 1e6).toFixed(2)} MB`;
}
