import type { SVGAttributes } from 'preact';
import { ICON_PATHS, type IconName } from './icon-paths';

/** A 16 × 16 line icon in the colour of the text around it. */
export function Icon({ name, ...rest }: { name: IconName } & SVGAttributes<SVGSVGElement>) {
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
      {...rest}
    >
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
