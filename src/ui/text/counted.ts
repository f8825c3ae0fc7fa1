/** “3 of 12”. */
export function numberOf(number: number, total: number): string {
  return `${number} of ${total}`;
}

/** “1 picture”, “3 pictures”. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
