// The second door of the package, `@loopsmith/runner/bench`: the types of the benchmark and the printers of its report.
export { printHtml } from "../report/html.js";
export { printInline } from "../report/inline.js";
export { printJson } from "../report/json.js";
export { printMarkdown } from "../report/markdown.js";
export type * from "../report/report.js";
export { printText } from "../report/text.js";
export type { RecordingHeader } from "./recording.js";
export type { ReplayMessage, ReplayResult, ReplaySpec } from "./replayProtocol.js";
