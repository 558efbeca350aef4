/**
 * Image filters on flat pixel data (application code: image processing).
 *
 * @loop grey:i               parallel map
 * @loop blur:y               parallel map
 * @loop blur:y/x             parallel map
 * @loop blur:y/x/k           parallel reduction
 * @loop smear:y              parallel map               rows are independent
 * @loop smear:y/x            serial [carried-dependence] pixels[y * width + x] -> pixels[y * width + x - 1]!
 * @loop dither:y             serial [carried-dependence] pixels[(y + 1) * width + x] -> pixels[y * width + x]!
 * @loop dither:y/x           serial [carried-dependence] pixels[y * width + x + 1] -> pixels[y * width + x]!
 * @loop flip:y               parallel map
 * @loop flip:y/x             parallel map
 * @loop invertRow:x          parallel map
 * @loop brightest:i          parallel reduction
 * @loop shiftLeft:i          parallel commit            an element is read before a later iteration stores it: read all, then store
 * @loop shiftRight:i         serial [carried-dependence] pixels[i] -> pixels[i - 1]!
 */
export function grey(rgba: Uint8ClampedArray): Uint8Array {
  const out = new Uint8Array(rgba.length >> 2);
  for (let i = 0; i < out.length; i++) {
    out[i] = 0.3 * rgba[4 * i]! + 0.59 * rgba[4 * i + 1]! + 0.11 * rgba[4 * i + 2]!;
  }
  return out;
}

export function blur(source: Float32Array, target: Float32Array, width: number, height: number, weights: Float32Array): void {
  const radius = weights.length >> 1;
  for (let y = 0; y < height; y++) {
    for (let x = radius; x < width - radius; x++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * source[y * width + x + k - radius]!;
      target[y * width + x] = sum;
    }
  }
}

export function smear(pixels: Float32Array, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 1; x < width; x++) {
      pixels[y * width + x] = 0.5 * (pixels[y * width + x]! + pixels[y * width + x - 1]!);
    }
  }
}

export function dither(pixels: Float32Array, width: number, height: number): void {
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const old = pixels[y * width + x]!;
      const value = old < 128 ? 0 : 255;
      const error = old - value;
      pixels[y * width + x] = value;
      pixels[y * width + x + 1] = pixels[y * width + x + 1]! + (error * 7) / 16;
      pixels[(y + 1) * width + x] = pixels[(y + 1) * width + x]! + (error * 5) / 16;
    }
  }
}

export function flip(source: Uint32Array, target: Uint32Array, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) target[y * width + (width - 1 - x)] = source[y * width + x]!;
  }
}

export function invertRow(pixels: Uint8Array, row: number, width: number): void {
  for (let x = 0; x < width; x++) pixels[row * width + x] = 255 - pixels[row * width + x]!;
}

export function brightest(pixels: Float32Array, gain: Float32Array): number {
  let best = 0;
  for (let i = 0; i < pixels.length; i++) best = Math.max(best, pixels[i]! * gain[i]!);
  return best;
}

export function shiftLeft(pixels: Float32Array, gain: number): void {
  for (let i = 0; i < pixels.length - 1; i++) pixels[i] = pixels[i + 1]! * gain;
}

export function shiftRight(pixels: Float32Array, gain: number): void {
  for (let i = 1; i < pixels.length; i++) pixels[i] = pixels[i - 1]! * gain;
}
