/**
 * What the frames around a plugin's UI say to the editor page and hear from it. A plugin's own
 * messages travel as `{pluginMessage}`, exactly as Figma sends them, and carry no `playground` key.
 */

/** To the shim page `/plugin-sandbox`. */
export interface OpenFramesMessage {
  readonly playground: 'open-frames';
  readonly policy: string;
  readonly loaderUrl: string;
}

/** From the shim page: its script runs, or the UI sent a message (with whatever it contained). */
export type SandboxPageMessage =
  | { readonly playground: 'sandbox-ready' }
  | { readonly playground: 'from-ui'; readonly pluginMessage: unknown };

/** To the innermost frame. */
export type InnerFrameMessage =
  | { readonly playground: 'write-html'; readonly html: string }
  | { readonly playground: 'theme'; readonly className: string; readonly css: string };

/** From the innermost frame, past its two parents. */
export type InnerFrameReport =
  { readonly playground: 'loader-ready' } | { readonly playground: 'ui-loaded' };
