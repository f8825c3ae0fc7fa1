interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1, or null while nobody can say. */
  readonly fraction: number | null;
  readonly size?: 'thin' | 'normal';
}

export function ProgressBar({ label, fraction, size = 'normal' }: ProgressBarProps) {
  const percent = fraction === null ? null : Math.round(fraction * 100);
  return (
    <div
      class={`progress progress-${size}${percent === null ? ' progress-unknown' : ''}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
    >
      <div class="progress-fill" style={percent === null ? {} : { width: `${percent}%` }} />
    </div>
  );
}
