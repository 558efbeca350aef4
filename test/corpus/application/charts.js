/**
 * Scales, ticks and paths of charts (application code in JavaScript: text made of numbers).
 *
 * @loop scaled:i              parallel map
 * @loop outline:i             parallel reduction        string building
 * @loop ticks:Array.from      parallel map
 * @loop smoothed:i            parallel map
 * @loop smoothed:i/k          parallel reduction
 * @loop exponential:i         serial [carried-dependence] level -> level
 * @loop stacked:i             serial [carried-dependence] base[i] -> base[i - 1]
 * @loop coloured:.map         parallel map
 */

/**
 * @param {Float64Array} values
 * @param {number} height
 * @returns {Float64Array}
 */
export function scaled(values, height) {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = height - Math.log10(1 + (values[i] ?? 0)) * height;
  return out;
}

/**
 * @param {Float64Array} values
 * @returns {string}
 */
export function outline(values) {
  let path = "M0,0";
  for (let i = 0; i < values.length; i++) path += `L${i},${(values[i] ?? 0).toFixed(2)}`;
  return path;
}

/**
 * @param {number} count
 * @param {number} step
 * @returns {string[]}
 */
export function ticks(count, step) {
  return Array.from({ length: count }, (_, i) => (i * step).toPrecision(3));
}

/**
 * @param {Float64Array} values
 * @param {number} radius
 * @returns {Float64Array}
 */
export function smoothed(values, radius) {
  const out = new Float64Array(values.length);
  for (let i = radius; i < values.length - radius; i++) {
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += (values[i + k] ?? 0) * (radius + 1 - Math.abs(k));
    out[i] = sum / ((radius + 1) * (radius + 1));
  }
  return out;
}

/**
 * @param {Float64Array} values
 * @returns {Float64Array}
 */
export function exponential(values) {
  const out = new Float64Array(values.length);
  let level = 0;
  for (let i = 0; i < values.length; i++) {
    level = Math.tanh(level + (values[i] ?? 0));
    out[i] = level;
  }
  return out;
}

/**
 * @param {Float64Array} base
 * @returns {void}
 */
export function stacked(base) {
  for (let i = 1; i < base.length; i++) base[i] = Math.sqrt((base[i - 1] ?? 0) + (base[i] ?? 0));
}

/**
 * @param {number[]} values
 * @returns {string[]}
 */
export function coloured(values) {
  return values.map((value) => `#${Math.round(value * 255).toString(16).padStart(2, "0")}0000`);
}
