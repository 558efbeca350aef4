// What the extension knows of server and runner: types, and the names of the requests. A name that drifts does not compile.
import type * as server from "../../server/src/lsp/protocol.js";

export type { Report } from "../../runner/src/report/report.js";
export type {
  BenchParams,
  BenchProgress,
  BenchResult,
  FormatOptionsParams,
  FormatOptionsResult,
  HeatParams,
  InstallParams,
  InstallResult,
  LoopProfile,
  LoopsParams,
  LoopsResult,
  ObservedEditParams,
  ObservedEditResult,
  ProfiledLoop,
  ProfileEnd,
  ProfileParams,
  ProfileProgress,
  ProfileResult,
  RenderParams,
  ScannedFile,
  ScannedLoop,
  ScanParams,
  ScanProgress,
  ScanResult,
  ToolAnswer,
  ToolParams,
  TraceParams,
  TraceRequestResult,
  VariablesParams,
  VariablesResult,
} from "../../server/src/lsp/protocol.js";
export type LoopVariables = NonNullable<server.VariablesResult["loop"]>;
export type LoopReport = server.LoopsResult["loops"][number];

export const LOOPS_REQUEST: typeof server.LOOPS_REQUEST = "loopsmith/loops";
export const BENCH_REQUEST: typeof server.BENCH_REQUEST = "loopsmith/bench";
export const BENCH_PROGRESS: typeof server.BENCH_PROGRESS = "loopsmith/benchProgress";
export const RENDER_REQUEST: typeof server.RENDER_REQUEST = "loopsmith/renderReport";
export const SCAN_REQUEST: typeof server.SCAN_REQUEST = "loopsmith/scan";
export const SCAN_PROGRESS: typeof server.SCAN_PROGRESS = "loopsmith/scanProgress";
export const PROFILE_REQUEST: typeof server.PROFILE_REQUEST = "loopsmith/profile";
export const PROFILE_PROGRESS: typeof server.PROFILE_PROGRESS = "loopsmith/profileProgress";
export const PROFILE_END: typeof server.PROFILE_END = "loopsmith/profileEnd";
export const VARIABLES_REQUEST: typeof server.VARIABLES_REQUEST = "loopsmith/variables";
export const TOOL_REQUEST: typeof server.TOOL_REQUEST = "loopsmith/tool";
export const TRACE_REQUEST: typeof server.TRACE_REQUEST = "loopsmith/trace";
export const OBSERVED_EDIT_REQUEST: typeof server.OBSERVED_EDIT_REQUEST = "loopsmith/observedEdit";
export const FORMAT_OPTIONS_REQUEST: typeof server.FORMAT_OPTIONS_REQUEST = "loopsmith/formatOptions";
export const HEAT_NOTIFICATION: typeof server.HEAT_NOTIFICATION = "loopsmith/heat";
export const INSTALL_REQUEST: typeof server.INSTALL_REQUEST = "loopsmith/install";

/** Kind of Loopsmith's code actions. */
export const ACTION_KIND = "refactor.rewrite.loopsmith";
