// docs/performance.md from what was measured.
import { latencySection } from "./latencyPage.mjs";

/** Peers in their expert form, and workers by hand. */
const isExpert = (contestant) => contestant.endsWith(", expert") || contestant === "worker_threads by hand";

/**
 * @param {readonly { name: string, title: string, ceiling: number, openMp?: number, mode: Record<string, string>,
 *   rows: readonly { contestant: string, ms: number, speedup: number, low: number, high: number }[], when?: string }[]} measured
 *   `when` is the sentence of `conditions`
 * @param {Parameters<typeof latencySection>[0]} [latency]
 * @param {readonly string[]} [notes] lines that begin with `> `
 */
export function page(measured, latency, notes = []) {
  const lines = [
    "# Performance of @loopsmith/runner",
    "",
    "Written by `npm run bench:runtime`; do not edit, but for lines that begin with `> `, which stay. Each figure is the median, over the rounds of a run in which all",
    "contestants take turns in random order, of the ratio of the plain loop's time to the contestant's; the range in brackets is",
    "that of the rounds. Results are compared with the plain loop's before anything is measured. All of it is warm; what a",
    "contestant leaves behind to collect is collected before the next one's turn.",
    "",
    "When and how each workload was measured stands above its table.",
    "",
    ...(notes.length > 0 ? [...notes, ""] : []),
    "- *Ceiling*: how much more that many threads compute at once than one of them alone, each on memory of its own.",
    "- *Expert*: one task for each thread, chunks from a shared counter, numbers in shared memory, chunk sizes chosen by hand.",
    "- *A task for each item*: what the documentation of the pools shows; large inputs are shared nevertheless.",
    "- *OpenMP*: the same kernels in C, `schedule(dynamic)`, over their own serial time.",
    "",
    "| workload | ceiling | parallelMap | parallelMapSync | best expert | best with a task for each item | OpenMP |",
    "| --- | --- | --- | --- | --- | --- | --- |",
  ];
  for (const { title, rows, ceiling, openMp, mode } of measured) {
    const of = (wanted) => rows.find(({ contestant }) => contestant === wanted);
    const best = (filter) =>
      rows.filter(({ contestant }) => filter(contestant)).toSorted((a, b) => b.speedup - a.speedup)[0];
    const expert = best(isExpert);
    const single = best((contestant) => contestant.endsWith("a task for each item"));
    const cells = [
      title,
      ceiling.toFixed(2),
      cell(of("loopsmith")) + (mode["loopsmith"] === "in-place" ? ", in place" : ""),
      cell(of("loopsmith, sync")) + (mode["loopsmith, sync"] === "in-place" ? ", in place" : ""),
      named(expert),
      named(single),
      openMp === undefined ? "" : `${openMp.toFixed(2)}×`,
    ];
    lines.push(`| ${cells.join(" | ")} |`);
  }
  if (latency !== undefined) lines.push(...latencySection(latency));
  for (const { name, title, rows, when } of measured) {
    lines.push(
      "",
      `## ${name}: ${title}`,
      "",
      ...(when === undefined ? [] : [when, ""]),
      "| | median time | speedup |",
      "| --- | --- | --- |",
    );
    for (const row of rows.toSorted((a, b) => b.speedup - a.speedup)) {
      lines.push(`| ${row.contestant} | ${row.ms < 10 ? row.ms.toFixed(2) : row.ms.toFixed(0)} ms | ${cell(row)} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/**
 * When and how something was measured, in one line.
 * @param {{ threads: number, rounds: number, scale: number, date: string, processor: string, load: number, node: string }} run
 */
export function conditions({ threads, rounds, scale, date, processor, load, node }) {
  const size = scale === 1 ? "full size" : `${scale} of the full size`;
  const machine = `${processor}, ${threads} threads, Node ${node}`;
  const doubt =
    load > threads + 1.5 ? " **Others were using the machine: take these figures as a rough picture.**" : "";
  return `Measured ${date} on ${machine}, ${rounds} rounds, ${size}; load of the machine at the end: ${load.toFixed(1)}.${doubt}`;
}

function cell({ speedup, low, high }) {
  return `${speedup.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function named(row) {
  return row === undefined
    ? ""
    : `${row.contestant.replace(/, (expert|a task for each item)$/, "")} ${row.speedup.toFixed(2)}×`;
}
