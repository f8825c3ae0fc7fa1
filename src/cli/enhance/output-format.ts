import { extname } from 'node:path';
import type { OutputFormat } from '../../inference/engine';
import { JPEG_SIGNATURE } from '../../inference/image/formats/jpeg';

const FORMAT_OF_EXTENSION: Readonly<Record<string, OutputFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.jpe': 'jpeg',
  '.jfif': 'jpeg',
  '.webp': 'webp',
};

const EXTENSION_OF_FORMAT: Readonly<Record<OutputFormat, string>> = {
  png: '.png',
  jpeg: '.jpg',
  webp: '.webp',
};

/** Bytes from the start of a file that `automaticFormat` looks at. */
export const HEAD_BYTES = JPEG_SIGNATURE.length;

/** The format that a file name asks for, or null when its extension is none of ours. */
export function formatOfName(name: string): OutputFormat | null {
  return FORMAT_OF_EXTENSION[extname(name).toLowerCase()] ?? null;
}

/**
 * The format that `auto` stands for, told from the start of the source file: JPEG cannot hold
 * transparency and stays JPEG, everything else becomes PNG.
 */
export function automaticFormat(head: Uint8Array): OutputFormat {
  for (let i = 0; i < JPEG_SIGNATURE.length; i++) {
    if (head[i] !== JPEG_SIGNATURE.charCodeAt(i)) return 'png';
  }
  return 'jpeg';
}

/**
 * A file name for a result of an input's name: `suffix` is put before the extension, which stays as
 * it is where it fits the format (`photo.jpeg`) and follows the format where it does not. What is
 * no picture's extension (`scan.2`) belongs to the name.
 */
export function resultName(inputName: string, suffix: string, format: OutputFormat): string {
  const extension = extname(inputName);
  const known = formatOfName(inputName);
  const isPictures = known !== null || extension.toLowerCase() === '.gif';
  const stem = isPictures ? inputName.slice(0, -extension.length) : inputName;
  return stem + suffix + (known === format ? extension : EXTENSION_OF_FORMAT[format]);
}
