// How numbers are written beside loops.

/** @param share 0 to 1 */
export function percent(share: number): string {
  const value = 100 * share;
  return `${0 < value && value < 1 ? "<1" : Math.round(value)} %`;
}
