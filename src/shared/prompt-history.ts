/** The prompts that ran last, the newest first, each once. */
import * as v from 'valibot';
import { KeepingSchema, validEntries } from './kept';
import { MAX_PROMPT_CHARACTERS } from './limits';

export const MAX_KEPT_PROMPTS = 20;

export const KeptPromptSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(MAX_PROMPT_CHARACTERS),
);

export const PromptShelfSchema = v.object({
  prompts: v.array(KeptPromptSchema),
  keeping: KeepingSchema,
});
export type PromptShelf = v.InferOutput<typeof PromptShelfSchema>;

/** A stored history of any shape; what is damaged or there twice is left out. */
export function readPromptHistory(stored: unknown): readonly string[] {
  return [...new Set(validEntries(KeptPromptSchema, stored))].slice(0, MAX_KEPT_PROMPTS);
}

export function withPrompt(prompts: readonly string[], ran: string): readonly string[] {
  return [ran, ...withoutPrompt(prompts, ran)].slice(0, MAX_KEPT_PROMPTS);
}

export function withoutPrompt(prompts: readonly string[], removed: string): readonly string[] {
  return prompts.filter((prompt) => prompt !== removed);
}
