import type { Command } from './protocol';

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** Sizes of the plugin's window, in CSS px. */
export const WINDOW_SIZES = {
  /** Name, bar and cancel of a run that was started without the panel. */
  progress: { width: 320, height: 128 },
  panel: { width: 360, height: 560 },
  /** Before/after. */
  large: { width: 800, height: 720 },
} as const satisfies Record<string, WindowSize>;

/** The window that a command opens with. */
export function windowFor(command: Command, prompt: string | null): WindowSize {
  if (command === 'enhance' || command === 'enhance-again') return WINDOW_SIZES.progress;
  if (command === 'enhance-prompt' && prompt !== null) return WINDOW_SIZES.progress;
  if (command === 'compare') return WINDOW_SIZES.large;
  return WINDOW_SIZES.panel;
}
