import type { InjectedTheme } from '../frame/inner-frame';
import { FIGMA_COLORS } from './figma-colors';

export type Theme = 'light' | 'dark';

/** The class and the style sheet that Figma gives a page for a theme. */
export function figmaTheme(theme: Theme): InjectedTheme {
  const column = theme === 'light' ? 0 : 1;
  const lines = Object.entries(FIGMA_COLORS).map(
    ([name, values]) => `  --figma-color-${name}: ${values[column]};`,
  );
  return { className: `figma-${theme}`, css: `:root {\n${lines.join('\n')}\n}` };
}

const STORAGE_KEY = 'onestep-playground-theme';

/** The theme chosen last, or the one that the system prefers. */
export function initialTheme(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  if (stored === 'light' || stored === 'dark') return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function storeTheme(theme: Theme): void {
  localStorage.setItem(STORAGE_KEY, theme);
}

/** Gives the editor page the same variables as the plugin's page. */
export function applyThemeToPage(theme: Theme): void {
  const { className, css } = figmaTheme(theme);
  let style = document.getElementById('figma-style');
  if (!style) {
    style = document.createElement('style');
    style.id = 'figma-style';
    document.head.append(style);
  }
  style.textContent = css;
  document.documentElement.classList.remove('figma-light', 'figma-dark');
  document.documentElement.classList.add(className);
}
