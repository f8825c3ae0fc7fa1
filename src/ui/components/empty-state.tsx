import { PictureIcon } from './icons';

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
}

export function EmptyState({ title, text }: EmptyStateProps) {
  return (
    <div class="empty">
      <PictureIcon />
      <p class="empty-title">{title}</p>
      <p class="quiet">{text}</p>
    </div>
  );
}
