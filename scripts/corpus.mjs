// `npm run corpus`: recall, refusals by reason and mistakes on the labelled corpus, see test/corpusMain.ts.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const main = path.join(root, "test/corpusMain.ts");
const run = spawnSync(process.execPath, ["--import", "tsx", main], { stdio: "inherit", cwd: root });
process.exit(run.status ?? 1);
