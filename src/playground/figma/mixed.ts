/** `figma.mixed`: the same symbol for every run, never equal to anything else. */
export const MIXED: PluginAPI['mixed'] = Symbol('figma.mixed') as PluginAPI['mixed'];
