// Where the `@loopsmith/runner` lies whose hook, replay program and runtime a benchmark uses.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchProblem, problem } from "./benchRequest.js";

/** Files of the runner's build that a benchmark needs. */
const needed = [
  "dist/recordHook.cjs",
  "dist/profileHook.cjs",
  "dist/traceHook.cjs",
  "dist/replayMain.js",
  "dist/index.js",
];

/**
 * In the repository the folder `runner`; in the bundled extension `dist/runner` beside the bundle; in the npm package its
 * dependency. The first that is built is taken.
 */
export function runnerFolder(): string | BenchProblem {
  // In a CommonJS bundle there is no `import.meta.url`, and in an ES module no `__dirname`.
  const here = typeof __dirname === "string" ? __dirname : path.dirname(fileURLToPath(import.meta.url));
  const candidates = [
    path.join(here, "runner"),
    installed(here),
    path.join(here, "../../../runner"),
    path.join(here, "../../runner"),
  ];
  const built = candidates.find((folder) => folder !== undefined && isBuilt(folder));
  if (built !== undefined) return fs.realpathSync(built);
  return problem(
    "@loopsmith/runner, which records and replays loops, is not built.",
    "Run `npm run build` in the Loopsmith repository, or install Loopsmith again.",
  );
}

function isBuilt(folder: string): boolean {
  return needed.every((file) => fs.existsSync(path.join(folder, file)));
}

function installed(here: string): string | undefined {
  try {
    return path.dirname(createRequire(path.join(here, "x.js")).resolve("@loopsmith/runner/package.json"));
  } catch {
    return undefined;
  }
}
