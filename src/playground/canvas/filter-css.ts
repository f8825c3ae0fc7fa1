/** Nearest CSS filters for the adjustments of an image paint; temperature and tint have none. */
export function filterCss(filters: ImageFilters | undefined): string {
  if (!filters) return 'none';
  const { exposure = 0, contrast = 0, saturation = 0 } = filters;
  if (exposure === 0 && contrast === 0 && saturation === 0) return 'none';
  return `brightness(${1 + exposure}) contrast(${1 + contrast}) saturate(${1 + saturation})`;
}
