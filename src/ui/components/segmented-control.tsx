export interface Segment<Value extends string | number> {
  readonly value: Value;
  readonly label: string;
  /** Says more than the label, and its key. */
  readonly title?: string;
}

interface SegmentedControlProps<Value extends string | number> {
  /** Unique in the panel; also the name of the radio group. */
  readonly name: string;
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

/** A radio group that looks like Figma's segmented control; arrow keys come with the radio buttons. */
export function SegmentedControl<Value extends string | number>({
  name,
  label,
  segments,
  value,
  onChoose,
}: SegmentedControlProps<Value>) {
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{label}</legend>
      {segments.map((segment) => (
        <label key={segment.value} class="segment" title={segment.title}>
          <input
            class="visually-hidden"
            type="radio"
            name={name}
            checked={segment.value === value}
            onChange={() => onChoose(segment.value)}
          />
          <span>{segment.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
