// What docs/performance.md says, for a run that adds to it: the page is all that is kept from one checkout to the next.

/**
 * @param {string} text the page
 * @returns {{ measured: Parameters<typeof import("./page.mjs").page>[0], latency: Parameters<typeof import("./page.mjs").page>[1], notes: string[] }}
 *   what was measured, as `page` takes it, and the lines that somebody has written by hand
 */
export function readPage(text) {
  const [head = "", ...sections] = text.split(/^## /m);
  const summary = new Map(tableOf(head).map(([title, ...cells]) => [title, cells]));
  const measured = [];
  let latency;
  for (const section of sections) {
    const [first = "", ...lines] = section.split("\n");
    const named = /^([\w-]+): (.*)$/.exec(first);
    if (named === null) latency = latencyOf(section);
    else {
      const [, name = "", title = ""] = named;
      const when = lines.find((line) => line.startsWith("Measured "));
      measured.push({ name, title, ...summaryOf(summary.get(title) ?? []), rows: tableOf(section).map(rowOf), when });
    }
  }
  return { measured, latency, notes: head.split("\n").filter((line) => line.startsWith("> ")) };
}

/** The cells of the rows of the first table, without its head. */
function tableOf(/** @type {string} */ text) {
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).map((line) => line.slice(2, -2).split(" | "));
}

function summaryOf(/** @type {string[]} */ [ceiling = "", ours = "", sync = "", , , openMp = ""]) {
  const modeOf = (/** @type {string} */ cell) => (cell.endsWith(", in place") ? "in-place" : "parallel");
  const mode = { loopsmith: modeOf(ours), "loopsmith, sync": modeOf(sync) };
  return { ceiling: Number(ceiling), mode, ...(openMp.trim() === "" ? {} : { openMp: Number.parseFloat(openMp) }) };
}

function rowOf(/** @type {string[]} */ [contestant = "", ms = "", speedup = ""]) {
  const [middle, low, high] = [...speedup.matchAll(/[\d.]+/g)].map(Number);
  return { contestant, ms: Number.parseFloat(ms), speedup: middle, low, high };
}

function latencyOf(/** @type {string} */ section) {
  const [, date = "", load = ""] = /^Measured (\S+), load of the machine at the end: ([\d.]+)\.$/m.exec(section) ?? [];
  const rows = tableOf(section).map(([what, figure, goal, met]) => ({ what, figure, goal, met: met === "met" }));
  return { rows, date, load: Number(load) };
}
