// How figures are written, the same in every printer.

/** Milliseconds in the unit that suits them: `4.2 µs`, `812 ms`, `3.21 s`. */
export function duration(ms: number): string {
  if (ms === 0) return "0 ms";
  if (ms < 1) return `${threeDigits(ms * 1000)} µs`;
  return ms < 1000 ? `${threeDigits(ms)} ms` : `${threeDigits(ms / 1000)} s`;
}

/** Bytes with a decimal unit: `640 B`, `1.2 MB`. */
export function byteSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  while (1000 <= bytes && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${threeDigits(bytes)} ${units[unit]}`;
}

export function times(factor: number): string {
  return `${factor < 10 ? factor.toFixed(2) : factor.toFixed(1)}×`;
}

/** An interval of factors: `3.60–4.00`. */
export function range([low, high]: readonly [number, number]): string {
  return `${times(low).slice(0, -1)}–${times(high).slice(0, -1)}`;
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(0)} %`;
}

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of at most `width` character cells, drawn to an eighth of a cell. */
export function bar(value: number, largest: number, width: number): string {
  const cells = largest <= 0 ? 0 : Math.round((Math.max(0, value) / largest) * width * 8) / 8;
  return "█".repeat(Math.floor(cells)) + (eighths[(cells % 1) * 8] ?? "");
}

function threeDigits(value: number): string {
  if (100 <= value) return value.toFixed(0);
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}
