// Reports for the tests of the printers, one for each outcome; the figures are made up, and fit together.
import type { Comparison, Report } from "../report/report.js";

export const samplePoint = (workers: number, ms: number, speedup: number) => ({
  workers,
  timing: { samples: [ms - 4, ms - 2, ms - 1, ms, ms, ms + 1, ms + 2, ms + 6], median: ms, mad: 1.5 },
  speedup,
  interval: [speedup - 0.2, speedup + 0.2] as const,
  efficiency: speedup / workers,
  serialFraction: workers === 1 ? null : 0.02,
  predicted: workers === 1 ? 0.97 : Math.round(workers * 97.5) / 100,
});

/** Chunks that become shorter, on one thread, up to an end. */
function spans(first: number, from: number, until: number) {
  const made: { first: number; count: number; chunks: number; start: number; end: number }[] = [];
  let [start, count] = [from, 100];
  while (start < until) {
    const end = Math.min(until, start + count / 4);
    made.push({ first: first + made.length, count: Math.ceil(count), chunks: 1, start, end });
    [start, count] = [end + 0.2, Math.max(4, count * 0.8)];
  }
  return made;
}

const best = samplePoint(4, 214, 3.8);

export const equal: Extract<Comparison, { outcome: "equal" }> = {
  outcome: "equal",
  serial: { samples: [806, 809, 811, 812, 812, 813, 815, 822], median: 812, mad: 3 },
  points: [samplePoint(1, 820, 0.99), samplePoint(2, 416, 1.95), samplePoint(3, 285, 2.85), best],
  best,
  overhead: { start: 40, handOver: 0.2, transferIn: 1, compute: 189, idle: 12, transferOut: 8.8, commit: 3 },
  timeline: {
    wall: 214,
    threads: [
      { thread: "caller", spans: spans(0, 1, 204), busy: 200 },
      { thread: "worker", spans: spans(300, 2, 186), busy: 181 },
      { thread: "worker", spans: spans(600, 3, 206), busy: 200 },
      { thread: "worker", spans: spans(900, 3, 172), busy: 166 },
    ],
  },
  breakEven: 12,
  predicted: 3.9,
  advice: { workers: 4, chunk: "auto", why: "No smaller number comes within 5 % of its speedup" },
  inPlace: { timing: { samples: [830, 835, 840], median: 835, mad: 5 }, speedup: 0.97, interval: [0.96, 0.98] },
  memory: { serial: 61_000_000, parallel: 143_000_000 },
};

export const different: Comparison = {
  outcome: "different",
  differences: [{ path: "out[1].x", serial: '"<a>|b"', parallel: "-0" }],
};

export const failed: Comparison = { outcome: "failed", message: "It broke.", help: "Mend it." };

export const sampleReport = (comparison: Comparison): Report => ({
  version: 1,
  date: "2026-11-20T12:00:00.000Z",
  machine: { cores: 4, cpu: "Some CPU", memoryBytes: 8e9, node: "v20.20.0", os: "Linux 6 x64" },
  program: "npx tsx main.ts",
  loop: { file: "src/main.ts", line: 12, text: "for (let i = 0; i < n; i++) {" },
  input: { tripCount: 1200, bytes: 34_000, liveIns: [{ name: "words", shape: "string[1200]" }] },
  warmUps: 4,
  comparison,
  proof: {
    verdict: "parallel",
    pattern: "commit",
    assumptions: [
      { kind: "checked", line: 14, message: "The arrays `xs` and `out` do not overlap." },
      { kind: "trusted", line: 12, message: "The elements of `words` are strings, as their type says." },
    ],
    dependences: [{ kind: "flow", variable: "total", source: 15, sink: 15, distance: 1 }],
  },
  warnings: [{ id: "noisy", message: "Equal runs differ by ±9 %." }],
});
