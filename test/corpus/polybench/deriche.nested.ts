/**
 * Deriche recursive edge detector (PolyBench/C 4.2.1), nested arrays.
 *
 * @loop filtered:j           serial [carried-dependence] y -> y
 * @loop filtered:j#2         serial [carried-dependence] y -> y
 * @loop transposed:.map      parallel map
 * @loop transposed:.map/.map parallel map
 * @loop deriche:.map         parallel map
 * @loop deriche:.map#2       parallel map
 */
interface Filter {
  readonly a: readonly [number, number, number, number];
  readonly b: readonly [number, number];
}

/** One line of the image, filtered forwards and backwards. */
function filtered(line: readonly number[], { a, b }: Filter): number[] {
  const out = new Array<number>(line.length).fill(0);
  let y = 0;
  let yBefore = 0;
  let x = 0;
  for (let j = 0; j < line.length; j++) {
    const next = a[0] * line[j]! + a[1] * x + b[0] * y + b[1] * yBefore;
    x = line[j]!;
    yBefore = y;
    y = next;
    out[j] = next;
  }
  y = 0;
  yBefore = 0;
  x = 0;
  let xBefore = 0;
  for (let j = line.length - 1; j >= 0; j--) {
    const next = a[2] * x + a[3] * xBefore + b[0] * y + b[1] * yBefore;
    xBefore = x;
    x = line[j]!;
    yBefore = y;
    y = next;
    out[j] = out[j]! + next;
  }
  return out;
}

function transposed(image: readonly (readonly number[])[]): number[][] {
  return image[0]!.map((_, j) => image.map((line) => line[j]!));
}

export function deriche(image: readonly (readonly number[])[], filter: Filter): number[][] {
  const across = image.map((line) => filtered(line, filter));
  return transposed(transposed(across).map((line) => filtered(line, filter)));
}
