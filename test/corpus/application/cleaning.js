/**
 * Cleans records from a file with commas (application code in JavaScript: data cleaning).
 *
 * @loop parsed:line            parallel commit
 * @loop parsed:line/.map       parallel map
 * @loop numbers:.map           parallel map
 * @loop filled:i               serial [carried-dependence] last -> last
 * @loop clipped:i              parallel map
 * @loop shares:.map            parallel map
 * @loop shares:.reduce         parallel reduction
 * @loop deduplicated:.filter   serial [carried-dependence] previous -> previous
 */

/**
 * @param {string[]} lines
 * @returns {string[][]}
 */
export function parsed(lines) {
  /** @type {string[][]} */
  const rows = [];
  for (const line of lines) {
    if (line.startsWith("#")) continue;
    rows.push(line.split(",").map((cell) => cell.trim()));
  }
  return rows;
}

/**
 * @param {string[]} cells
 * @returns {number[]}
 */
export function numbers(cells) {
  return cells.map((cell) => Number.parseFloat(cell.replace(",", ".")));
}

/**
 * @param {Float64Array} values
 * @returns {Float64Array}
 */
export function filled(values) {
  const out = new Float64Array(values.length);
  let last = 0;
  for (let i = 0; i < values.length; i++) {
    last = Math.hypot(last, last * 0.5 + (values[i] ?? 0));
    out[i] = last;
  }
  return out;
}

/**
 * @param {Float64Array} values
 * @param {number} low
 * @param {number} high
 * @returns {void}
 */
export function clipped(values, low, high) {
  for (let i = 0; i < values.length; i++) values[i] = Math.min(high, Math.max(low, Math.sqrt(values[i] ?? 0)));
}

/**
 * @param {number[]} values
 * @returns {string[]}
 */
export function shares(values) {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => `${((100 * value) / total).toFixed(1)} %`);
}

/**
 * @param {string[]} words
 * @returns {string[]}
 */
export function deduplicated(words) {
  let previous = "";
  return words.filter((word) => {
    const isNew = word !== previous;
    previous = word;
    return isNew;
  });
}
