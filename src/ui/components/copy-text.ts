/**
 * Puts a text on the clipboard. The modern API is missing in the insecure frame a plugin lives in, so
 * the old command does it.
 */
export function copyText(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  const hadFocus = document.activeElement;
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (hadFocus instanceof HTMLElement) hadFocus.focus({ preventScroll: true });
  }
}
