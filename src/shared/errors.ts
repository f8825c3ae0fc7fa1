/**
 * Coded errors. Every failure a user can meet has a code here and a sentence in `error-texts.ts`;
 * realms exchange the code and its details, never prose.
 */
export const ERROR_CODES = [
  // selection and canvas
  'selection-without-images',
  'video-fill',
  'style-fill',
  'style-remote',
  'component-remote',
  'component-differs',
  'shader-fill',
  'pattern-fill',
  'unknown-fill',
  'font-missing',
  'layer-gone',
  'layer-changed',
  'layer-read-only',
  'original-missing',
  'original-unknown',
  'originals-full',
  'place-unsupported',
  'result-refused',
  'result-too-small',
  'result-too-large',
  'result-format-refused',
  // pictures
  'image-missing',
  'image-timeout',
  'image-empty',
  'image-format-unknown',
  'image-truncated',
  'image-undecodable',
  'image-animated',
  'image-too-large',
  'image-at-limit',
  'image-sharp-enough',
  'image-unencodable',
  // engine and packs
  'pack-missing',
  'pack-invalid',
  'pack-version',
  'pack-checksum',
  'pack-graph',
  'pack-self-test',
  'pack-half-precision',
  'pack-buffer-size',
  'pack-not-folder',
  'pack-too-many-files',
  'checkpoint-missing',
  'checkpoint-truncated',
  'checkpoint-invalid',
  'checkpoint-refused',
  'checkpoint-unsupported',
  'download-failed',
  'download-forbidden',
  'download-changed',
  'disk-full',
  'prompt-unsupported',
  'weights-storage-full',
  'weights-storage-failed',
  'engine-host-unreachable',
  'engine-host-refused',
  'engine-host-denied',
  'engine-host-asking',
  'engine-host-framed',
  'engine-no-webgpu',
  'engine-unavailable',
  'engine-memory',
  'engine-device-lost',
  'engine-crashed',
  'gpu-unavailable',
  'result-invalid',
  // command line
  'port-in-use',
  'input-missing',
  'input-unreadable',
  'input-is-folder',
  'output-is-input',
  'output-exists',
  'output-collision',
  'output-needs-folder',
  'output-format-unknown',
  'output-unwritable',
  // plumbing
  'option-invalid',
  'protocol-version',
  'protocol-message',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain values that fill the blanks of an error's sentence, for example a file name or a limit. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** How an error crosses from one realm to another. */
export interface SerializedError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** Technical cause, in English, for the console and bug reports; never shown alone. */
  readonly cause?: string | undefined;
}

export class OnestepError extends Error {
  override readonly name = 'OnestepError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly technicalCause: string | undefined;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    const technicalCause = cause === undefined ? undefined : describeCause(cause);
    super(technicalCause === undefined ? code : `${code}: ${technicalCause}`);
    this.code = code;
    this.details = details;
    this.technicalCause = technicalCause;
  }
}

/** True for the error that a cancelled job rejects with; callers treat it as an answer, not a failure. */
export function isCancelled(error: unknown): boolean {
  return error instanceof OnestepError && error.code === 'cancelled';
}

/** Wraps anything thrown; an error that already has a code keeps it. */
export function toOnestepError(thrown: unknown, fallback: ErrorCode = 'internal'): OnestepError {
  return thrown instanceof OnestepError ? thrown : new OnestepError(fallback, {}, thrown);
}

export function serializeError(thrown: unknown): SerializedError {
  const error = toOnestepError(thrown);
  return error.technicalCause === undefined
    ? { code: error.code, details: error.details }
    : { code: error.code, details: error.details, cause: error.technicalCause };
}

export function deserializeError(error: SerializedError): OnestepError {
  return new OnestepError(error.code, error.details, error.cause);
}

function describeCause(cause: unknown): string {
  if (cause instanceof Error) return cause.message || cause.name;
  return typeof cause === 'string' ? cause : String(cause);
}
