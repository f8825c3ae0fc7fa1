import type { PluginRun } from '../plugin-run';

/**
 * The paints a layer takes over from a style; null for the empty id, which means no style.
 *
 * @throws Error when there is no such style.
 */
export function paintsOfStyle(
  run: PluginRun,
  member: string,
  styleId: string,
): readonly Paint[] | null {
  if (styleId === '') return null;
  const style = run.document.style(styleId);
  if (!style) throw new Error(`in ${member}: Could not find style with id: ${styleId}`);
  return style.paints;
}
