import * as v from 'valibot';

/** The parts of a plugin's manifest.json that a host acts upon. */
export interface Manifest {
  readonly name: string;
  readonly id: string;
  readonly main: string;
  readonly ui?: string | undefined;
  readonly networkAccess?: NetworkAccess | undefined;
  readonly menu?: readonly ManifestMenuItem[] | undefined;
  readonly relaunchButtons?: readonly RelaunchButton[] | undefined;
}

/** Shown in the properties panel for layers whose relaunch data names the command. */
export interface RelaunchButton {
  readonly command: string;
  readonly name: string;
  /** Also while several layers are selected that all have the command. */
  readonly multipleSelection?: boolean | undefined;
}

export interface NetworkAccess {
  readonly allowedDomains: readonly string[];
  /** Reachable only while the plugin is under development, which it always is here. */
  readonly devAllowedDomains?: readonly string[] | undefined;
}

/** Something that quick actions ask for before the command is launched. */
export interface CommandParameter {
  readonly name: string;
  /** Under which the plugin finds what was typed. */
  readonly key: string;
  readonly description?: string | undefined;
  /** Any text will do, not only what the plugin suggests. */
  readonly allowFreeform?: boolean | undefined;
  readonly optional?: boolean | undefined;
}

export interface ManifestCommand {
  readonly name: string;
  readonly command: string;
  readonly parameters?: readonly CommandParameter[] | undefined;
}

export type ManifestMenuItem =
  | { readonly separator: true }
  | ManifestCommand
  | { readonly name: string; readonly menu: readonly ManifestMenuItem[] };

const ParameterSchema = v.object({
  name: v.string(),
  key: v.string(),
  description: v.optional(v.string()),
  allowFreeform: v.optional(v.boolean()),
  optional: v.optional(v.boolean()),
});

const MenuItemSchema: v.GenericSchema<ManifestMenuItem> = v.union([
  v.object({ separator: v.literal(true) }),
  v.object({
    name: v.string(),
    command: v.string(),
    parameters: v.optional(v.array(ParameterSchema)),
  }),
  v.object({ name: v.string(), menu: v.lazy(() => v.array(MenuItemSchema)) }),
]);

const ManifestSchema = v.object({
  name: v.string(),
  id: v.string(),
  main: v.string(),
  ui: v.optional(v.string()),
  networkAccess: v.optional(
    v.object({
      allowedDomains: v.pipe(v.array(v.string()), v.minLength(1)),
      devAllowedDomains: v.optional(v.array(v.string())),
    }),
  ),
  menu: v.optional(v.array(MenuItemSchema)),
  relaunchButtons: v.optional(
    v.array(
      v.object({
        command: v.string(),
        name: v.string(),
        multipleSelection: v.optional(v.boolean()),
      }),
    ),
  ),
});

/** @throws Error that names every member that is not as Figma wants it. */
export function readManifest(json: unknown): Manifest {
  const parsed = v.safeParse(ManifestSchema, json);
  if (parsed.success) return parsed.output;
  throw new Error(`manifest.json: ${v.summarize(parsed.issues)}`);
}
