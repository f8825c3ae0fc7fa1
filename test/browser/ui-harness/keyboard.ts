import type { Locator } from 'playwright-core';
import type { OpenPanel } from './open-panel';

/** More than any screen of the panel has stops. */
const MAX_STOPS = 60;

export interface Keyboard {
  /** Goes on with Tab until this has the focus; every stop on the way must show that it has it. */
  tabTo(target: Locator): Promise<void>;
  /** Presses a key, and waits until the focus is somewhere again, if what had it is gone. */
  press(key: string): Promise<void>;
}

/** A user without a pointer, who sees where the focus is and never loses it. */
export function keyboardOf({ page, panel }: OpenPanel): Keyboard {
  const focused = panel.locator(':focus');
  return {
    tabTo: async (target) => {
      for (let stop = 0; stop < MAX_STOPS; stop++) {
        await page.keyboard.press('Tab');
        const hidden = await focused.evaluateAll(stopsWithoutSign);
        if (hidden.length > 0) throw new Error(`no sign of the focus: ${hidden.join('; ')}`);
        if ((await target.and(focused).count()) > 0) return;
      }
      throw new Error(`not reached by Tab: ${String(target)}`);
    },
    press: async (key) => {
      await page.keyboard.press(key);
      await panel.locator('body :focus').waitFor();
    },
  };
}

/** Elements with the focus that nothing shows, on themselves or on what is drawn in their place. */
function stopsWithoutSign(elements: readonly Element[]): string[] {
  const isDrawn = (style: CSSStyleDeclaration): boolean =>
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) ||
    (style.content !== 'none' && parseFloat(style.borderTopWidth) >= 1);
  const shows = (element: Element): boolean =>
    isDrawn(getComputedStyle(element)) || isDrawn(getComputedStyle(element, '::after'));
  return elements
    .filter((element) => {
      const next = element.nextElementSibling;
      const standIns = next === null ? [] : [next, ...next.querySelectorAll('*')];
      const isSeen = !element.matches('.visually-hidden');
      return !(isSeen ? [element] : standIns).some(shows);
    })
    .map((element) => element.outerHTML.slice(0, 120));
}
