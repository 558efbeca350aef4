// Kernels that bring numbers advanced by each iteration to where theirs starts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

async function check(body: string, expression: string, inFile: readonly string[], inKernels: readonly string[]) {
  return await checkRewrite({ "a.ts": body }, { expression, contains: { "a.ts": inFile, "a.kernels.ts": inKernels } });
}

describe("a number advanced by each iteration", () => {
  test("by a constant", async () => {
    await check(
      `export function f(src: Uint8Array, n: number): Float64Array {
  const dst = new Float64Array(n);
  let k = 0;
  for$0 (let i = 0; i < n; i++) {
    dst[i] = Math.sqrt(src[k]! * src[k + 1]!);
    k += 4;
  }
  return dst;
}
`,
      "f(Uint8Array.from({ length: 40 }, (_, i) => i), 10)",
      ['parallelMapSync(range(n), fStep, { dst, src, k }, { writes: ["dst"] });'],
      ["  k += i * 4;\n  dst[i] ="],
    );
  });

  test("by the columns of a row, and once more", async () => {
    await check(
      `export function f(src: Float64Array, w: number, h: number, dst = new Float64Array(40)): Float64Array {
  let p = 0;
  for$0 (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      dst[p] = Math.sqrt(src[p]! * x) + y;
      p++;
    }
    p++;
  }
  return dst;
}
`,
      "[f(Float64Array.from({ length: 40 }, (_, i) => i), 3, 10), f(new Float64Array(4), -2, 3), f(new Float64Array(4), 1.5, 3)]",
      ["integers: [w, h] })) {", "    for (let y = 0; y < h; y++) {"],
      ["  p += y * (w + 1);\n"],
    );
  });

  test("at the end of the iteration, where nothing reads it any more: the kernel leaves that out", async () => {
    await check(
      `export class Strip {
  constructor(readonly src: Uint8Array, readonly width: number) {}
  sums(h: number): number[] {
    const out: number[] = [];
    let at = 0;
    let back = 90;
    for$0 (let y = 0; y < h; y++) {
      let sum = 0;
      for (let x = 0; x < this.width; x++) sum += Math.sqrt(this.src[at + x]!) + back;
      out.push(sum);
      at += this.width;
      back -= 2;
    }
    return out;
  }
}
`,
      "new Strip(Uint8Array.from({ length: 40 }, (_, i) => i), 4).sums(7)",
      [],
      ["at += y * width;", "back -= y * 2;", "+ back;\n  return sum;\n}"],
    );
  });

  test("stays where it is read once more", async () => {
    await check(
      `export function f(src: Uint8Array, n: number): number[] {
  const out: number[] = [];
  let k = 0;
  for$0 (let i = 0; i < n; i++) {
    const first = Math.sqrt(src[k]!);
    k += 3;
    out.push(first * k);
  }
  return out;
}
`,
      "f(Uint8Array.from({ length: 40 }, (_, i) => i), 10)",
      [],
      ["  k += i * 3;\n", "  k += 3;\n"],
    );
  });

  test("by the head, downwards, from where the loop starts", async () => {
    await check(
      `export function f(a: Float64Array, out: Float64Array): void {
  for$0 (let i = 2, j = 9; i < 8; i += 2, j--) out[j] = Math.exp(a[i]!);
}
export function g(): Float64Array {
  const out = new Float64Array(12);
  f(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), out);
  return out;
}
`,
      "g()",
      ["const j = 9;", "range(2, 8, 2)"],
      ["  j -= (i - 2) / 2;\n"],
    );
  });

  test("by the head, for what the caller does", async () => {
    await check(
      `export function f(xs: number[], n: number): number[] {
  const out = [0, 0, 0, 0, 0, 0];
  for$0 (let i = 0, j = 5; i < n; i++, j -= 2) out[j] = Math.exp(xs[i]!) ** 1.5;
  return out;
}
`,
      "f([1, 2, 3], 3)",
      ["const results = parallelMapSync(range(n), fStep, { xs, j });", "for (const { value, j } of results) {"],
      ["  j -= i * 2;\n"],
    );
  });

  test("by the head, and by the caller once more", async () => {
    await check(
      `export function f(xs: number[], n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0, j = 1; i < n; i++, j++) {
    out[j] = Math.exp(xs[i]!) ** 1.5;
    j++;
    out[j] = i;
  }
  return out;
}
`,
      "f([1, 2, 3], 3)",
      ["let { value, j } = "],
      ["  j += i * 2;\n"],
    );
  });

  test("over the elements of an array, by their number", async () => {
    await check(
      `export function f(xs: number[]): Float64Array {
  const out = new Float64Array(3 * xs.length);
  let k = 1;
  for$0 (const x of xs) {
    out[k] = Math.exp(x);
    k += 3;
  }
  return out;
}
`,
      "f([1, 2, 5])",
      ["parallelMapSync(xs, fX, { out, k }"],
      ["(x: number, { out, k }: FXEnv, index: number): void {\n  k += index * 3;"],
    );
  });
});

test("sizes that are no whole numbers run the loop as it was", async () => {
  await check(
    `export function f(src: Float64Array, n: number, step: number): Float64Array {
  const dst = new Float64Array(n);
  let k = 0;
  for$0 (let i = 0; i < n; i++) {
    dst[i] = Math.sqrt(src[Math.floor(k)]!) + k;
    k += step;
  }
  return dst;
}
`,
    "[f(Float64Array.of(1, 2, 3, 4), 4, 0.1), f(Float64Array.of(1, 2, 3, 4), 4, 1)]",
    ["if (assumptionsHold({ integers: [step] })) {"],
    ["  k += i * step;"],
  );
});

test("a buffer of a size that may be none is still made", async () => {
  await check(
    `export function f(xs: number[], n: number): number[] {
  const out: number[] = [];
  const buffer = new Float64Array(n);
  for$0 (const x of xs) {
    for (let k = 0; k < n; k++) buffer[k] = Math.sqrt(x + k);
    let sum = 0;
    for (let k = 0; k < n; k++) sum += buffer[k]!;
    out.push(sum);
  }
  return out;
}
export function attempt(): string {
  try { return String(f([], -1)); } catch (error) { return String(error); }
}
`,
    "[f([1, 2], 3), attempt()]",
    ["  new Float64Array(n);\n"],
    ["const buffer = new Float64Array(n);"],
  );
});

test("a step that is a variable is tested before the loop", async () => {
  const after = await check(
    `export function f(data: Float64Array, channels: number): Float64Array {
  const gray = new Float64Array(data.length);
  let k = 0;
  for$0 (let i = 0; i < data.length; i += channels) {
    gray[k++] = Math.sqrt(data[i]! ** 2 + data[i + 1]! ** 2);
  }
  return gray;
}
`,
    "[3, 2.5, 4].map((channels) => f(Float64Array.from({ length: 24 }, (_, i) => i), channels))",
    ["if (channels >= 1 && assumptionsHold({ integers: [channels] })) {", "range(0, data.length, channels),"],
    ["  k += i / channels;\n"],
  );
  const again = openProject({ ...after, "a.ts": after["a.ts"]!.replace(/else \{\s+for/, (head) => `${head}$0`) });
  const answer = planIn(again, "parallel-map-sync");
  assert.match(answer?.kind === "disabled" ? answer.reason : "", /how the loop runs where an assumption/);
});

test("so is one that has to be two of what an inner loop counts to", async () => {
  await check(
    `export function f(re: Float64Array, size: number, half: number): Float64Array {
  for$0 (let i = 0; i < re.length - size; i += size) {
    for (let j = i; j < i + half; j++) {
      const t = Math.sin(re[j + half]!);
      re[j + half] = re[j]! - t;
      re[j] = re[j]! + t;
    }
  }
  return re;
}
`,
    "[[4, 2], [4, 1], [4, 3], [3, 1.5], [2, 2]].map(([size, half]) => f(Float64Array.from({ length: 24 }, (_, i) => i), size!, half!))",
    ["if (size >= 1 && size >= 2 * half && assumptionsHold({ integers: [", "range(0, re.length - size, size),"],
    ["j < i + half;"],
  );
});
