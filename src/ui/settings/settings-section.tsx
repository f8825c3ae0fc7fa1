import type { ComponentChildren } from 'preact';

interface SettingsSectionProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function SettingsSection({ title, children }: SettingsSectionProps) {
  return (
    <section class="settings-section" aria-label={title}>
      <h2 class="heading">{title}</h2>
      {children}
    </section>
  );
}
