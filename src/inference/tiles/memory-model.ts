/** What a place has for networks. */
export interface MemoryLimits {
  /** What the limits are those of, such as the name of a graphics card; for what is learned about it. */
  readonly place: string;
  /** For the files of all open networks together with what one of them computes. */
  readonly totalBytes: number;
  /** For a single tensor. */
  readonly tensorBytes: number;
  /** For what a head of attention multiplies and adds, counted apart; unlimited by default. */
  readonly attentionSteps?: number;
}

/** For places whose memory nobody has to heed. */
export const UNLIMITED: MemoryLimits = {
  place: 'unlimited',
  totalBytes: Infinity,
  tensorBytes: Infinity,
};

/** onnxruntime counts what attention does in signed numbers, which have 32 bits on wasm. */
export const WASM_ATTENTION_STEPS = 2 ** 31 - 1;

/** For what a network computes on a graphics card, beside weights; no card tells what it has. */
export const GPU_WORK_BYTES = 2 ** 30;

/** What a network takes while it runs, for each unit of area of its tile. */
export interface MemoryModel {
  /** Of all tensors that are alive at once, where most are. */
  readonly bytesPerUnit: number;
  /** Of the largest one. */
  readonly largestTensorPerUnit: number;
  /** Width of the heads that attend from each unit to each. */
  readonly headWidth: number;
}

/**
 * The largest tile that there is room for.
 *
 * @param heldBytes what open networks hold meanwhile
 * @returns units of area; 0 or less where there is no room at all
 */
export function largestArea(
  { bytesPerUnit, largestTensorPerUnit, headWidth }: MemoryModel,
  { totalBytes, tensorBytes, attentionSteps = Infinity }: MemoryLimits,
  heldBytes: number,
): number {
  const room = (totalBytes - heldBytes) / bytesPerUnit;
  const attended = Math.sqrt(attentionSteps / (2 * headWidth));
  return Math.floor(Math.min(room, tensorBytes / largestTensorPerUnit, attended));
}
