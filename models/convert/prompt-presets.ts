/**
 * Prompts whose embeddings a pack carries, so that its text encoder is needed for other words only.
 * The wording is that of the tags OSEDiff was trained with: things that are seen, joined by commas.
 */
export const PROMPT_PRESETS: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'No prompt', text: '' },
  { name: 'Portrait', text: 'person, face, hair, skin, eye,' },
  { name: 'Building', text: 'building, architecture, brick, window, city,' },
  { name: 'Nature', text: 'tree, grass, leaf, flower, landscape,' },
  { name: 'Text and signs', text: 'text, letter, sign, logo, paper,' },
  { name: 'Illustration', text: 'drawing, illustration, line, art,' },
];
