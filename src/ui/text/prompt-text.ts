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
