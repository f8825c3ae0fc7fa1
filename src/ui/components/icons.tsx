/** 16 px line icons in the manner of Figma's own; they say nothing that the text beside does not. */
import type { ComponentChildren } from 'preact';

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const PictureIcon = () => (
  <Icon>
    <rect x="2.5" y="3.5" width="11" height="9" rx="1.5" />
    <circle cx="5.75" cy="6.5" r="1" />
    <path d="m3 11.5 3-3 2.5 2.5 2-2 2.5 2.5" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m3.5 8.5 3 3 6-7" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon>
    <path d="M8 2.5 14 13H2L8 2.5Z" />
    <path d="M8 6.5v3M8 11.25v.1" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="m9.5 3.5-4.5 4.5 4.5 4.5" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />
  </Icon>
);

export const PreviousIcon = () => (
  <Icon>
    <path d="m4 10 4-4 4 4" />
  </Icon>
);

export const NextIcon = () => (
  <Icon>
    <path d="m4 6 4 4 4-4" />
  </Icon>
);

export const EnlargeIcon = () => (
  <Icon>
    <path d="M9.5 2.5h4v4M13.5 2.5l-4.5 4.5M6.5 13.5h-4v-4M2.5 13.5 7 9" />
  </Icon>
);

export const ReduceIcon = () => (
  <Icon>
    <path d="M13 7H9V3M9 7l4.5-4.5M3 9h4v4M7 9l-4.5 4.5" />
  </Icon>
);

export const RestoreIcon = () => (
  <Icon>
    <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6" />
    <path d="m5.5 4-2.5 2.5L5.5 9" />
  </Icon>
);

export const HandleIcon = () => (
  <Icon>
    <path d="m5.5 4.5-3.5 3.5 3.5 3.5M10.5 4.5 14 8l-3.5 3.5" />
  </Icon>
);

export const ChevronDownIcon = () => (
  <Icon>
    <path d="m5 6.75 3 3 3-3" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />
  </Icon>
);

/** Two sliders, as Figma draws its own settings. */
export const SettingsIcon = () => (
  <Icon>
    <path d="M2.5 5h6M12.5 5h1M2.5 11h1M7.5 11h6" />
    <circle cx="10.5" cy="5" r="2" />
    <circle cx="5.5" cy="11" r="2" />
  </Icon>
);
