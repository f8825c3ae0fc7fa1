export const PROMPT_TEXT = {
  label: 'Prompt',
  /** For a pack that reads free words. */
  descriptionPlaceholder: 'What the picture shows, if you like',
  /** For a pack that knows some words. */
  wordsPlaceholder: 'Words such as noisy, blurry, logo, sharper',
  readingLabel: 'How the prompt is read',
  understood: 'Understood:',
} as const;

export const PROMPT_HISTORY_TEXT = {
  open: 'Recent',
  openLabel: 'Recent prompts',
  openTitle: 'Prompts that ran last (Alt+↓ in the field)',
  remove: 'Remove',
} as const;

/** For those who came with a prompt, or have typed one, to a model that reads none. */
export function takesNoPromptText(packTitle: string): string {
  return `${packTitle} takes no prompt, so none is used.`;
}

export function removePromptLabel(prompt: string): string {
  return `${PROMPT_HISTORY_TEXT.remove} “${prompt}”`;
}

export function notUnderstoodText(phrases: readonly string[]): string {
  return `Not understood: ${phrases.join(', ')}`;
}
