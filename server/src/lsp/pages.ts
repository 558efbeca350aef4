// The page that explains a diagnostic, as it is shipped beside the server.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Of the pages, those that say what can be made of a loop. */
const rewrites = "transforms/README.md";

let known: ((code: string) => string | undefined) | undefined;

/** @param code of a diagnostic @returns the address of its page; undefined where there is none */
export function pageOf(code: string): string | undefined {
  known ??= pagesIn(pagesFolder());
  return known(code);
}

/** @param folder absolute path of the folder with `reasons` and `transforms`; undefined where they are not shipped */
export function pagesIn(folder: string | undefined): (code: string) => string | undefined {
  if (folder === undefined) return () => undefined;
  const reasons = new Set(fs.readdirSync(path.join(folder, "reasons")));
  return (code) => {
    const page = code.startsWith("parallel-") ? rewrites : reasons.has(`${code}.md`) ? `reasons/${code}.md` : undefined;
    return page === undefined ? undefined : pathToFileURL(path.join(folder, page)).href;
  };
}

/** Beside the bundle, where the editor shows what has this name as a page; in the repository the sources of it. */
function pagesFolder(): string | undefined {
  // In a CommonJS bundle there is no `import.meta.url`, and in an ES module no `__dirname`.
  const here = typeof __dirname === "string" ? __dirname : path.dirname(fileURLToPath(import.meta.url));
  const candidates = [path.join(here, "loopsmith-pages"), path.join(here, "../../../docs")];
  return candidates.find((folder) => fs.existsSync(path.join(folder, rewrites)));
}
