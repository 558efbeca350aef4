// The packages that the program loads, instrumented: copies in the place of the links that a shadow copy has to the installed ones.
import fs from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { ts } from "ts-morph";
import { specifiersOf } from "../moduleGraph.js";
import { ancestors, isInside } from "../projectRoot.js";
import type { ShadowCopy } from "../shadowCopy.js";
import { instrument } from "./instrument.js";
import type { TraceSites } from "./traceSites.js";
import { trackedVariables } from "./trackedVariables.js";

/** Larger ones would take longer to instrument than anybody waits; what they do stays unknown. */
const MOST_BYTES = 3 << 20;
const MOST_PACKAGES = 80;

/**
 * Copies and instruments the packages that these files import, and those that they depend on.
 * @param files of the user's tree, already parsed
 * @returns a number above those of all variables that were numbered
 * @throws the file system's error
 */
export function instrumentPackages(
  files: readonly ts.SourceFile[],
  shadow: ShadowCopy,
  sites: TraceSites,
  firstVariable: number,
): number {
  const done = new Set<string>();
  const queue = files.flatMap((file) =>
    specifiersOf(file).map(({ text }) => ({ name: packageOf(text), from: path.dirname(shadow.of(file.fileName)) })),
  );
  let next = firstVariable;
  for (let wanted = queue.shift(); wanted !== undefined && done.size < MOST_PACKAGES; wanted = queue.shift()) {
    const { name, from } = wanted;
    if (name === undefined || name === "@loopsmith/runner") continue;
    const place = ancestors(from)
      .map((folder) => path.join(folder, "node_modules", name))
      .find((folder) => fs.existsSync(folder));
    if (place === undefined || done.has(place)) continue;
    done.add(place);
    // What is no link is a part of the copy already, such as a member of the workspace.
    const scripts = fs.lstatSync(place).isSymbolicLink() ? scriptsOf(fs.realpathSync(place)) : undefined;
    if (scripts === undefined || !isInside(shadow.folder, place)) continue;
    const real = fs.realpathSync(place);
    if (isInside(shadow.folder, real)) continue;
    // The folder that holds the link may itself lie behind one that leads out of the copy.
    if (!isInside(shadow.folder, fs.realpathSync(path.dirname(place)))) continue;
    replaceLink(place, real);
    next = instrumentScripts(
      scripts.map((script) => path.join(place, path.relative(real, script))),
      sites,
      next,
    );
    queue.push(...dependenciesOf(real).map((dependency) => ({ name: dependency, from: place })));
  }
  return next;
}

/** `lodash/fp` and `@scope/name/x` as `lodash` and `@scope/name`; undefined for what is no package. */
export function packageOf(specifier: string): string | undefined {
  if (/^[./#]/.test(specifier) || specifier.includes(":") || path.isAbsolute(specifier)) return undefined;
  const parts = specifier.split("/");
  const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]!;
  return builtinModules.includes(name) ? undefined : name;
}

/** Undefined where there is too much of it. */
function scriptsOf(folder: string): readonly string[] | undefined {
  const found: string[] = [];
  let bytes = 0;
  const visit = (inner: string): void => {
    for (const entry of fs.readdirSync(inner, { withFileTypes: true })) {
      const file = path.join(inner, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules") visit(file);
      else if (entry.isFile() && /\.[cm]?js$/.test(entry.name)) {
        bytes += fs.statSync(file).size;
        found.push(file);
      }
      if (bytes > MOST_BYTES) return;
    }
  };
  visit(folder);
  return bytes > MOST_BYTES ? undefined : found;
}

function replaceLink(place: string, real: string): void {
  fs.rmSync(place, { force: true });
  fs.cpSync(real, place, {
    recursive: true,
    filter: (source) => !path.relative(real, source).split(path.sep).includes("node_modules"),
  });
  // What it brings with it, and, in a store of pnpm's kind, what lies beside it.
  const own = path.join(real, "node_modules");
  const beside = path.dirname(real);
  const inner = path.join(place, "node_modules");
  if (fs.existsSync(own)) fs.symlinkSync(own, inner, "junction");
  else if (real.includes(`${path.sep}.pnpm${path.sep}`)) fs.symlinkSync(beside, inner, "junction");
}

function dependenciesOf(folder: string): readonly string[] {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    return Object.keys(manifest.dependencies ?? {});
  } catch {
    // A package without a manifest depends on nothing.
    return [];
  }
}

function instrumentScripts(scripts: readonly string[], sites: TraceSites, firstVariable: number): number {
  // The files by themselves: what they import is looked up by name at run time, not here.
  const options: ts.CompilerOptions = { allowJs: true, noResolve: true, noLib: true, types: [] };
  const program = ts.createProgram([...scripts], options);
  const checker = program.getTypeChecker();
  const files = scripts.flatMap((script) => {
    const file = program.getSourceFile(script);
    return file === undefined || program.getSyntacticDiagnostics(file).length > 0 ? [] : [file];
  });
  const tracked = trackedVariables(files, checker, undefined, firstVariable);
  for (const file of files) {
    const text = instrument(file, {
      checker,
      sites,
      tracked,
      loop: undefined,
      isOnTrial: () => false,
      part: "functions",
    });
    fs.writeFileSync(file.fileName, text);
  }
  return firstVariable + tracked.size;
}
