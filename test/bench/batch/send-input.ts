import type { Page } from 'playwright-core';

/** What a person does while a run goes on: points at rows, scrolls the list, moves the focus. */
export class InputSender {
  readonly #page: Page;
  #turn = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** One event, of another kind each time. */
  async next(): Promise<void> {
    const page = this.#page;
    const turn = this.#turn++;
    const { x, y, width, height } = (await page.getByTestId('plugin-window').boundingBox())!;
    const middle = { x: x + width / 2, y: y + height / 2 };
    switch (turn % 4) {
      case 0:
        return page.mouse.move(middle.x - (turn % 7) * 8, middle.y + (turn % 11) * 9);
      case 1:
        return page.mouse.wheel(0, turn % 24 < 12 ? 40 : -40);
      case 2:
        return page.keyboard.press('Tab');
      default:
        return page.keyboard.press('Shift+Tab');
    }
  }
}
