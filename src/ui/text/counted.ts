/** “1 picture”, “3 pictures”. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What the main button says: the menu's own words for one picture, a number for more. */
export function enhanceLabel(count: number): string {
  return count <= 1 ? 'Enhance image' : `Enhance ${count} images`;
}
