// Makes a new unit with its test and its line in the list.
// Usage: npm run new -- reason|transform|subscript-test <id>
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { newUnit } from "./newUnit.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [kind, id] = process.argv.slice(2);
const made = newUnit(kind, id, (file) => {
  const full = path.join(root, file);
  return fs.existsSync(full) ? fs.readFileSync(full, "utf8") : undefined;
});
if ("problem" in made) {
  console.error(`${made.problem} Usage: npm run new -- reason|transform|subscript-test <id>`);
  process.exit(2);
}
for (const [file, text] of made.files) fs.writeFileSync(path.join(root, file), text);
// The formatter sorts the imports of the list and breaks it into lines.
spawnSync("npx", ["biome", "check", "--write", ...made.files.keys()], { cwd: root, stdio: "ignore" });
console.log(`Made ${[...made.files.keys()].join(", ")}.`);
console.log(
  "Next: write the doc block, one test of a yes and one of its nearest no, the code; then npm run docs and npm test.",
);
