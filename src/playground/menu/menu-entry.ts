/** One line of a menu; submenus nest to any depth. */
export type MenuEntry =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly shortcut?: string;
      readonly disabled?: boolean;
      run(): void;
    }
  | { readonly kind: 'separator' }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly MenuEntry[] };
