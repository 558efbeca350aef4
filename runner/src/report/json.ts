// The report as a JSON document: the type as it is.
import type { Report } from "./report.js";

export function printJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
