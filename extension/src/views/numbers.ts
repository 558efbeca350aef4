// How numbers are written beside loops.

/** @param share 0 to 1 */
export function percent(share: number): string {
  const value = 100 * share;
  return `${0 < value && value < 1 ? "<1" : Math.round(value)} %`;
}

/** @param ms milliseconds */
export function duration(ms: number): string {
  if (ms < 0.5) return "<1 ms";
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
}
