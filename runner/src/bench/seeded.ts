// Replaces the sources of chance and time by streams that begin anew with each run, so that two runs can be compared.

/** Restarts the streams; called before each run. */
export type Restart = () => void;

/**
 * Makes `Math.random` and `Date.now` of this thread deterministic. `Date.now` advances by a millisecond a call, so that a loop
 * that waits for a time still ends. The generator is Mulberry32 by Tommy Ettinger, public domain; its quality is not the point,
 * the same sequence for both versions is.
 */
export function seedChanceAndTime(): Restart {
  const begin = Date.now();
  let state = 0;
  let now = 0;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  Date.now = () => begin + now++;
  return () => {
    state = 0x10095;
    now = 0;
  };
}
