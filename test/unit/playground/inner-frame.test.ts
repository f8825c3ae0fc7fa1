import { describe, expect, it } from 'vitest';
import { LOADER_URL, withHostHead } from '../../../src/playground/frame/inner-frame';
import { figmaTheme } from '../../../src/playground/theme/theme';

describe('withHostHead', () => {
  const theme = figmaTheme('dark');

  it('keeps the doctype first, so that the page is not drawn in quirks mode', () => {
    const html = withHostHead('\n<!DOCTYPE html>\n<html><body>Hi</body></html>', theme);
    expect(html).toMatch(/^\n<!DOCTYPE html><style id="figma-style">/);
    expect(html).toMatch(/<html><body>Hi<\/body><\/html>$/);
  });

  it('adds no doctype of its own', () => {
    expect(withHostHead('<p>Hi</p>', theme)).toMatch(/^<style id="figma-style">/);
  });

  it('adds the variables and the class only when they were asked for', () => {
    expect(withHostHead('<p>Hi</p>', theme)).toContain("classList.add('figma-dark')");
    expect(withHostHead('<p>Hi</p>', theme)).toContain('--figma-color-bg: #2c2c2c;');
    expect(withHostHead('<p>Hi</p>', null)).not.toContain('<style');
  });
});

describe('the loader', () => {
  it('is a data: address of one script', () => {
    const [head, body] = LOADER_URL.split(',');
    expect(head).toBe('data:text/html;base64');
    expect(atob(body ?? '')).toMatch(/^<!doctype html><script>[^]*<\/script>$/);
  });
});
