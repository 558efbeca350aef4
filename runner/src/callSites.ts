// Which files are running, told by the engine itself: not by what a module says of itself, nor by its source map.
import { pathToFileURL } from "node:url";

export interface CallSite {
  /** File URL without query; undefined where the frame belongs to no file. */
  readonly file: string | undefined;
  /** Line and column. */
  readonly position: string;
}

/** What of V8's frames is used here. */
interface Frame {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** A module's own frame lies just above `registerKernels`, or a helper of its author's in between. */
const depth = 20;

/**
 * The callers of a function, from the nearest one on; none where the engine does not tell.
 * @param below the function whose callers are meant
 */
export function callSites(below: (...args: never) => unknown): readonly CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = depth;
    Error.prepareStackTrace = (_error, frames) => frames;
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, below);
    const frames = holder.stack;
    if (!Array.isArray(frames)) return [];
    return (frames as Frame[]).map((frame) => ({
      file: fileUrl(frame.getFileName()),
      position: `${frame.getLineNumber()}:${frame.getColumnNumber()}`,
    }));
  } catch {
    // A program that has frozen its `Error` keeps its secrets.
    return [];
  } finally {
    try {
      Error.stackTraceLimit = stackTraceLimit;
      Error.prepareStackTrace = prepareStackTrace;
    } catch {
      // Then they were not changed either.
    }
  }
}

/** Whether a path is absolute on Linux, macOS or Windows, network shares included. */
export function isAbsolutePath(file: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(file);
}

function fileUrl(name: string | null | undefined): string | undefined {
  if (typeof name !== "string") return undefined;
  if (name.startsWith("file:")) return new URL(name.replace(/[?#].*$/, "")).href;
  return isAbsolutePath(name) ? pathToFileURL(name.replace(/\?[^/\\]*$/, "")).href : undefined;
}
