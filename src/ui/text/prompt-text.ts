/** More than a text encoder of 77 tokens reads, and enough to paste a paragraph without a surprise. */
export const MAX_PROMPT_CHARACTERS = 1000;
