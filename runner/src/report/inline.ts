// The report in one line, for the end of the loop's first line in the editor.
import { duration, plural } from "./figures.js";
import type { Report } from "./report.js";
import { isCertain } from "./sentences.js";

/** e.g. `serial 812 ms → parallel 214 ms · 3.8× on 4 workers (3.6–4.0) · results identical`. */
export function printInline(report: Report): string {
  const { comparison } = report;
  switch (comparison.outcome) {
    case "equal": {
      const { serial, best } = comparison;
      const [low, high] = best.interval;
      const factor = `${short(best.speedup)}× on ${plural(best.workers, "worker")} (${short(low)}–${short(high)})`;
      return `serial ${duration(serial.median)} → parallel ${duration(best.timing.median)} · ${factor} · ${isCertain(report) ? "" : "too few pairs · "}results identical`;
    }
    case "different": {
      const [first] = comparison.differences;
      const where = first ? `: ${first.path} is ${first.serial} in series, ${first.parallel} in parallel` : "";
      return `results differ${where}`;
    }
    case "failed":
      return `not measured: ${comparison.message}`;
  }
}

function short(factor: number): string {
  return factor.toFixed(factor < 1 ? 2 : 1);
}
