// Writes the generated pages of `docs/` from the doc blocks of the units.
// Usage: npm run docs [-- --check]   With --check nothing is written; the exit status is 1 when a page is not fresh.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { docPages, leftOver, stalePages } from "../test/support/docPages.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stale = stalePages(root);

if (process.argv.includes("--check")) {
  for (const file of stale) console.error(`${file} is not fresh. Run "npm run docs".`);
  process.exit(stale.length === 0 ? 0 : 1);
}

const pages = docPages(root);
for (const file of leftOver(root, pages)) fs.rmSync(path.join(root, file));
for (const [file, text] of pages) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}
console.log(stale.length === 0 ? "All pages were fresh." : `Written: ${stale.join(", ")}`);
