interface SliderProps {
  readonly label: string;
  /** `least` to 1 */
  readonly value: number;
  /** 0 by default. */
  readonly least?: number;
  /** What a screen reader says instead of the number. */
  readonly valueText: string;
  /** True where the value is not the user's own. */
  readonly idle: boolean;
  /** While the slider is moved. */
  readonly onMove: (value: number) => void;
  /** When it has been moved. */
  readonly onMoved: () => void;
}

/** A range input that looks like Figma's; keys come with the input. */
export function Slider({ label, value, least = 0, valueText, idle, onMove, onMoved }: SliderProps) {
  return (
    <input
      class={`slider${idle ? ' slider-idle' : ''}`}
      style={{ '--filled': (value - least) / (1 - least) }}
      type="range"
      min={Math.round(least * 100)}
      max={100}
      step={1}
      value={Math.round(value * 100)}
      aria-label={label}
      aria-valuetext={valueText}
      onInput={(event) => onMove(Number(event.currentTarget.value) / 100)}
      onChange={onMoved}
    />
  );
}
