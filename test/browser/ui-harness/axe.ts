import axe from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/** WCAG 2.0 to 2.2, levels A and AA, and what the authors of axe hold for good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds in the panel, one line for each element, without any rule left out.
 *
 * The source goes in through the debugger's door, which no content policy closes.
 */
export async function axeProblems(panel: FrameLocator): Promise<string[]> {
  const frame = await (await panel.owner().elementHandle())?.contentFrame();
  if (!frame) throw new Error('the panel is not open');
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate(
    (tags) =>
      window.axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
      }),
    RULES,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary ?? ''}`),
  );
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
