// From places of the text that ran to places of the source that the user wrote.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { ProfiledScript } from "@loopsmith/runner/bench";
import { isHook } from "./cpuProfile.js";
import { type DecodedMap, decodeSourceMap, type Segment } from "./sourceMap.js";

/** A place of a source file, counted from 0; without a column the whole line. */
export interface SourcePoint {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

export interface Places {
  /** Where the code on a line of the text that ran comes from. */
  line(script: ProfiledScript, line: number, fromColumn: number): readonly SourcePoint[];
  /** Where a function that begins at a place of the text that ran may begin in the source: the likelier first. */
  begin(script: ProfiledScript, line: number, column: number): readonly SourcePoint[];
  /** The source files that a script was made from. */
  files(script: ProfiledScript): readonly string[];
  /** Files of source maps that scripts name and that are not there. */
  readonly missing: ReadonlySet<string>;
}

/** @param cwd folder in which the command ran: against it bundlers name their sources */
export function makePlaces(cwd: string): Places {
  const missing = new Set<string>();
  const maps = new Map<string, DecodedMap | undefined>();
  const mapOf = (script: ProfiledScript): DecodedMap | undefined => {
    const key = `${script.scriptId} ${script.url}`;
    if (!maps.has(key)) maps.set(key, readMap(script, cwd, missing));
    return maps.get(key);
  };
  const fileOf = ({ url }: ProfiledScript) => (isPackage(url) || isHook(url) ? undefined : fileOfUrl(url));
  return {
    missing,
    files(script) {
      const file = fileOf(script);
      if (file === undefined) return [];
      const map = mapOf(script);
      return map === undefined ? [file] : [...new Set(map.flatMap((line) => line.map(({ source }) => source)))];
    },
    line(script, line, fromColumn) {
      const file = fileOf(script);
      if (file === undefined) return [];
      const map = mapOf(script);
      if (map === undefined) return [{ file, line, column: undefined }];
      return (map[line] ?? []).filter(({ column }) => fromColumn <= column).map(pointOf);
    },
    begin(script, line, column) {
      const file = fileOf(script);
      if (file === undefined) return [];
      const map = mapOf(script);
      if (map === undefined) return [{ file, line, column }];
      const segments = map[line] ?? [];
      const next = segments.findIndex((segment) => column < segment.column);
      const at = next === -1 ? segments.length - 1 : next - 1;
      return [segments[at], segments[at + 1]].flatMap((segment) => (segment === undefined ? [] : [pointOf(segment)]));
    },
  };
}

/** Code of installed packages is nobody's to change; its time counts for the loops that call it. */
function isPackage(url: string): boolean {
  return /[\\/]node_modules[\\/]/.test(url);
}

function pointOf({ source, line, sourceColumn }: Segment): SourcePoint {
  return { file: source, line, column: sourceColumn };
}

/** Test runners give paths, Node gives URLs; what has neither was made at run time and lies in no file. */
export function fileOfUrl(url: string): string | undefined {
  const bare = url.replace(/[?#].*$/, "");
  if (bare.startsWith("file:")) return fileURLToPath(bare);
  return path.isAbsolute(bare) ? path.normalize(bare) : undefined;
}

function readMap({ url, sourceMapUrl }: ProfiledScript, cwd: string, missing: Set<string>): DecodedMap | undefined {
  const file = fileOfUrl(url);
  if (file === undefined) return undefined;
  const named = sourceMapUrl === "" ? commentOf(file) : sourceMapUrl;
  if (named === undefined) return undefined;
  const inline = /^data:[^,]*,/.exec(named)?.[0];
  if (inline !== undefined) {
    const body = named.slice(inline.length);
    const text = inline.includes(";base64") ? Buffer.from(body, "base64").toString("utf8") : decodeURIComponent(body);
    return decodeSourceMap(text, (source) => sourceFile(source, path.dirname(file), cwd));
  }
  if (/^https?:/.test(named)) return undefined;
  const mapFile = path.resolve(path.dirname(file), decodeURIComponent(named));
  if (!fs.existsSync(mapFile)) {
    missing.add(mapFile);
    return undefined;
  }
  return decodeSourceMap(fs.readFileSync(mapFile, "utf8"), (source) => sourceFile(source, path.dirname(mapFile), cwd));
}

/** For profiles recorded elsewhere, which do not say where the maps are: the comment in the file itself. */
function commentOf(file: string): string | undefined {
  if (!/\.[cm]?js$/.test(file) || !fs.existsSync(file)) return undefined;
  return /\/\/# sourceMappingURL=(\S+)\s*$/.exec(fs.readFileSync(file, "utf8").slice(-1e6))?.[1];
}

function sourceFile(source: string, folder: string, cwd: string): string {
  if (source.startsWith("file:")) return fileURLToPath(source);
  const bundled = /^(?:webpack|rollup|vite|turbopack)[^:]*:\/\/[^/]*\/(.*)$/.exec(source)?.[1];
  return bundled === undefined ? path.resolve(folder, source) : path.resolve(cwd, bundled);
}
