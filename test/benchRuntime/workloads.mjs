// The workloads of `npm run bench:runtime`: for each its input, its kernel, and how an expert would move its data by hand.

/**
 * @typedef {object} Input
 * @property {number} count number of iterations
 * @property {readonly unknown[]} [items] what the kernel is handed; without it, the index
 * @property {any} env
 */
/**
 * @typedef {object} Workload
 * @property {string} title
 * @property {"numbers" | "into" | "rows" | "writes" | "objects"} kind what comes back, and how
 * @property {number} chunk items that an expert would let a worker draw at once
 * @property {(scale: number) => Input} make
 * @property {(item: any, env: any, index: number) => unknown} kernel
 */

/** About `rounds` nanoseconds of arithmetic. @param {number} item @param {number} rounds */
function work(item, rounds) {
  let x = item + 0.5;
  for (let round = 0; round < rounds; round++) x = Math.sqrt(x * 1.000001 + round);
  return x;
}

/** @type {Readonly<Record<string, Workload>>} */
export const workloads = {
  mandelbrot: {
    title: "Mandelbrot, rows of 600 pixels",
    kind: "rows",
    chunk: 4,
    make: (scale) => ({
      count: Math.round(400 * scale),
      env: { width: 600, height: Math.round(400 * scale), limit: 1000 },
    }),
    kernel: (y, { width, height, limit }) => {
      const row = [];
      for (let column = 0; column < width; column++) {
        let [a, b, n] = [0, 0, 0];
        const [re, im] = [(3 * column) / width - 2, (2 * y) / height - 1];
        while (n < limit && a * a + b * b < 4) {
          [a, b] = [a * a - b * b + re, 2 * a * b + im];
          n++;
        }
        row.push(n);
      }
      return row;
    },
  },
  medium: {
    title: "200,000 items of 10–20 µs",
    kind: "numbers",
    chunk: 64,
    make: (scale) => ({ count: Math.round(200_000 * scale), env: { rounds: 4000 } }),
    kernel: (item, { rounds }) => work(item, rounds + (item % 7) * 300),
  },
  fine: {
    title: "1,000,000 items of 0.1–0.2 µs, as an array",
    kind: "numbers",
    chunk: 8192,
    make: (scale) => ({ count: Math.round(1_000_000 * scale), env: { rounds: 40 } }),
    kernel: (item, { rounds }) => work(item, rounds),
  },
  "fine-into": {
    title: "the same, into a typed array",
    kind: "into",
    chunk: 8192,
    make: (scale) => ({ count: Math.round(1_000_000 * scale), env: { rounds: 40 } }),
    kernel: (item, { rounds }) => work(item, rounds),
  },
  blur: {
    title: "blur of a 2000×2000 image, rows",
    kind: "writes",
    chunk: 16,
    make: (scale) => {
      const [width, height] = [2000, Math.round(2000 * scale)];
      const image = Float32Array.from({ length: width * height }, (_, at) => (at * 7919) % 256);
      return { count: height, env: { width, height, image, out: new Float32Array(width * height) } };
    },
    kernel: (y, { width, height, image, out }) => {
      for (let x = 0; x < width; x++) {
        let [sum, count] = [0, 0];
        for (let v = Math.max(0, y - 3); v <= Math.min(height - 1, y + 3); v++) {
          for (let u = Math.max(0, x - 3); u <= Math.min(width - 1, x + 3); u++) {
            sum += image[v * width + u];
            count++;
          }
        }
        out[y * width + x] = sum / count;
      }
    },
  },
  matmul: {
    title: "product of two 600×600 matrices, rows",
    kind: "rows",
    chunk: 8,
    make: (scale) => {
      const size = Math.round(600 * Math.cbrt(scale));
      const fill = (/** @type {number} */ by) => Float64Array.from({ length: size * size }, (_, at) => (at * by) % 101);
      return { count: size, env: { size, a: fill(31), b: fill(17), width: size } };
    },
    kernel: (i, { size, a, b }) => {
      const row = new Array(size).fill(0);
      for (let k = 0; k < size; k++) {
        const factor = a[i * size + k];
        for (let j = 0; j < size; j++) row[j] += factor * b[k * size + j];
      }
      return row;
    },
  },
  distances: {
    title: "edit distance of all pairs of 800 words (triangular)",
    kind: "numbers",
    chunk: 8,
    make: (scale) => {
      const count = Math.round(800 * Math.sqrt(scale));
      const letter = (/** @type {number} */ at) => String.fromCharCode(97 + (at % 26));
      const words = Array.from({ length: count }, (_, w) =>
        Array.from({ length: 4 + (w % 9) }, (_, at) => letter(w * 7 + at * at * 3)).join(""),
      );
      return { count, env: { words } };
    },
    kernel: (i, { words }) => {
      let total = 0;
      for (let j = 0; j < i; j++) {
        const [s, t] = [words[i], words[j]];
        let before = Array.from({ length: t.length + 1 }, (_, at) => at);
        for (let row = 1; row <= s.length; row++) {
          const now = [row];
          for (let column = 1; column <= t.length; column++) {
            const cost = s.charCodeAt(row - 1) === t.charCodeAt(column - 1) ? 0 : 1;
            now.push(Math.min(before[column] + 1, now[column - 1] + 1, before[column - 1] + cost));
          }
          before = now;
        }
        total += before[t.length];
      }
      return total;
    },
  },
  "monte-carlo": {
    title: "Monte Carlo, 20,000 paths of 128 steps",
    kind: "numbers",
    chunk: 64,
    make: (scale) => ({ count: Math.round(20_000 * scale), env: { steps: 128 } }),
    kernel: (path, { steps }) => {
      let [state, price, total] = [Math.imul(path + 1, 0x9e3779b9), 100, 0];
      for (let step = 0; step < steps; step++) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        const u = ((state >>> 0) + 1) / 4294967297;
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos((2 * Math.PI * (state >>> 0)) / 4294967296);
        price *= Math.exp(0.0001 + 0.02 * normal);
        total += price;
      }
      return Math.max(0, total / steps - 105);
    },
  },
  objects: {
    title: "50,000 objects in and out",
    kind: "objects",
    chunk: 1024,
    make: (scale) => {
      const count = Math.round(50_000 * scale);
      const items = Array.from({ length: count }, (_, id) => ({ id, name: `item ${id}`, x: id / 3, y: id / 7 }));
      return { count, items, env: { rounds: 2000 } };
    },
    kernel: ({ id, name, x, y }, { rounds }) => ({ id, label: `${name}!`, r: work(x * x + y * y, rounds) }),
  },
  small: {
    title: "100 items of 1 µs",
    kind: "numbers",
    chunk: 25,
    make: () => ({ count: 100, env: { rounds: 300 } }),
    kernel: (item, { rounds }) => work(item, rounds),
  },
};
