// The second door of the package, `@loopsmith/runner/bench`: the types of the benchmark and of the profile, and the printers of reports.
export { compareMeasured, compareWithBaseline } from "../report/baseline.js";
export { barsChart } from "../report/charts.js";
export { bar, byteSize, count, duration, percent, plural, range, times } from "../report/figures.js";
export { printHtml } from "../report/html.js";
export { baselineHtml, conditionsHtml, figureHtml, printPage, warningsHtml } from "../report/htmlPage.js";
export { differencesTable, escapeHtml, sentenceHtml, tableHtml } from "../report/htmlTables.js";
export { printInline } from "../report/inline.js";
export { printJson } from "../report/json.js";
export { loadDrawing } from "../report/loadDrawing.js";
export { printMarkdown } from "../report/markdown.js";
export type * from "../report/report.js";
export { baselineLines } from "../report/sentences.js";
export { printText } from "../report/text.js";
export { timing } from "./explain.js";
export { thisMachine } from "./machine.js";
export { measurePairs, type Series } from "./measure.js";
export { flushAllName } from "./profileHelper.js";
export type { ProfiledScript, ThreadProfile } from "./profileSampler.js";
export type { RecordingHeader } from "./recording.js";
export { classExport, type ReplayMessage, type ReplayResult, type ReplaySpec } from "./replayProtocol.js";
export { medianInterval } from "./statistics.js";
export type {
  TracedAccess,
  TracedDependence,
  TracedImpurity,
  TracedUnknown,
  TraceResult,
} from "./trace/traceProtocol.js";
export type { Weights } from "./weigh.js";
export { witnessFlags } from "./witness.js";
