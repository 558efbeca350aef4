// What a project tells Loopsmith about itself, under `loopsmith` in its package.json.
import path from "node:path";
import { ts } from "ts-morph";
import { perProgram } from "./perProgram.js";

export interface Settings {
  /** Functions that the user vouches for, as `module#name`, with the module as imports write it. */
  readonly pureFunctions: ReadonlySet<string>;
}

/**
 * The settings of the project that a program belongs to: those of the nearest package.json above its working directory. What is
 * not there or not of the expected form counts as not said.
 */
export const settingsOf = perProgram((program): Settings => {
  for (let folder = path.resolve(program.getCurrentDirectory()); ; folder = path.dirname(folder)) {
    const text = ts.sys.readFile(path.join(folder, "package.json"));
    if (text !== undefined) return { pureFunctions: new Set(readPureFunctions(text)) };
    if (folder === path.dirname(folder)) return { pureFunctions: new Set() };
  }
});

/** The list `loopsmith.pureFunctions` of a package.json. */
export function readPureFunctions(text: string): readonly string[] {
  // The compiler's own reader takes what an editor holds half written.
  const manifest: unknown = ts.parseConfigFileTextToJson("package.json", text).config;
  const list = fieldOf(fieldOf(manifest, "loopsmith"), "pureFunctions");
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === "string") : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (Object.getOwnPropertyDescriptor(value, name)?.value as unknown)
    : undefined;
}
