/**
 * What the text encoder reads. With tags of the picture the network was trained on them first, with
 * a comma after everything, an empty prompt included; without, the user's own words are all.
 *
 * @param caption tags, joined by commas; empty for none
 */
export function assemblePrompt(prompt = '', caption = ''): string {
  return caption === '' ? prompt : `${caption}, ${prompt},`;
}
