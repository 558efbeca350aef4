/**
 * Deriche recursive edge detector (PolyBench/C 4.2.1), flat typed arrays.
 *
 * @loop i     parallel map
 * @loop i/j   serial [carried-dependence] y -> y
 * @loop i/j#2 serial [carried-dependence] y -> y
 * @loop i#2   parallel map
 * @loop i#2/j parallel map
 * @loop j     parallel map
 * @loop j/i   serial [carried-dependence] y -> y
 * @loop j/i#2 serial [carried-dependence] y -> y
 * @loop i#3   parallel map
 * @loop i#3/j parallel map
 */
export function deriche(
  w: number, h: number, alpha: number, image: Float64Array, out: Float64Array, y1: Float64Array, y2: Float64Array,
): void {
  const decay = Math.exp(-alpha);
  const k = ((1 - decay) * (1 - decay)) / (1 + 2 * alpha * decay - Math.exp(2 * alpha));
  const [a1, a2, a3, a4] = [k, k * decay * (alpha - 1), k * decay * (alpha + 1), -k * Math.exp(-2 * alpha)];
  const b1 = 2 ** -alpha;
  const b2 = -Math.exp(-2 * alpha);
  for (let i = 0; i < w; i++) {
    let y = 0;
    let yBefore = 0;
    let x = 0;
    for (let j = 0; j < h; j++) {
      const next = a1 * image[i * h + j]! + a2 * x + b1 * y + b2 * yBefore;
      x = image[i * h + j]!;
      yBefore = y;
      y = next;
      y1[i * h + j] = next;
    }
    y = 0;
    yBefore = 0;
    x = 0;
    let xBefore = 0;
    for (let j = h - 1; j >= 0; j--) {
      const next = a3 * x + a4 * xBefore + b1 * y + b2 * yBefore;
      xBefore = x;
      x = image[i * h + j]!;
      yBefore = y;
      y = next;
      y2[i * h + j] = next;
    }
  }
  for (let i = 0; i < w; i++) {
    for (let j = 0; j < h; j++) out[i * h + j] = y1[i * h + j]! + y2[i * h + j]!;
  }
  for (let j = 0; j < h; j++) {
    let y = 0;
    let yBefore = 0;
    let x = 0;
    for (let i = 0; i < w; i++) {
      const next = a1 * out[i * h + j]! + a2 * x + b1 * y + b2 * yBefore;
      x = out[i * h + j]!;
      yBefore = y;
      y = next;
      y1[i * h + j] = next;
    }
    y = 0;
    yBefore = 0;
    x = 0;
    let xBefore = 0;
    for (let i = w - 1; i >= 0; i--) {
      const next = a3 * x + a4 * xBefore + b1 * y + b2 * yBefore;
      xBefore = x;
      x = out[i * h + j]!;
      yBefore = y;
      y = next;
      y2[i * h + j] = next;
    }
  }
  for (let i = 0; i < w; i++) {
    for (let j = 0; j < h; j++) out[i * h + j] = y1[i * h + j]! + y2[i * h + j]!;
  }
}
