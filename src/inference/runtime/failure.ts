import { OnestepError, type ErrorCode } from '../../shared/errors';

/** How onnxruntime and the browsers word a lack of memory. An access out of bounds is a crash instead. */
const OUT_OF_MEMORY =
  /bad.alloc|out.of.memory|OUTOFMEMORY|fail\w* to alloc|alloc\w* fail|unable to grow|\bOOM\b/i;
/** Chromium of a GPU buffer that is larger than allowed, or that could not be had when it was made. */
const NO_BUFFER = /max buffer size|\[Invalid Buffer\b/;
/** onnxruntime on wasm of an attention whose work it cannot count in 32 bits. */
const TOO_MUCH_TO_COUNT = /Integer overflow/;
/** Chromium and onnxruntime of work on a GPU that went away, or whose driver or process did. */
const DEVICE_LOST =
  /device\]? (?:was|is|has been) (?:lost|destroyed)|device lost|instance dropped/i;
/** onnxruntime-web, when its wasm could not be compiled or instantiated. */
const NO_BACKEND = /no available backend/i;

/** Gives a code to what running out of means throws; `otherwise` is for failures of no known kind. */
export function toCodedError(thrown: unknown, otherwise: ErrorCode): OnestepError {
  if (thrown instanceof OnestepError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (DEVICE_LOST.test(text)) return new OnestepError('engine-device-lost', {}, thrown);
  if (isOutOfMemory(thrown, text)) return new OnestepError('engine-memory', {}, thrown);
  if (NO_BACKEND.test(text)) return new OnestepError('engine-unavailable', {}, thrown);
  return new OnestepError(otherwise, {}, thrown);
}

function isOutOfMemory(thrown: unknown, text: string): boolean {
  // Typed arrays that cannot be had throw RangeError; so does endless recursion, which is a crash.
  if (thrown instanceof RangeError) return !/call stack/i.test(text);
  return [OUT_OF_MEMORY, NO_BUFFER, TOO_MUCH_TO_COUNT].some((words) => words.test(text));
}
