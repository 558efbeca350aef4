// `npm run corpus:recorded`: every parallel loop of the corpus that can be called, recorded, replayed and compared with its own run.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { recordCorpus } from "./recordLoops.js";

const corpus = path.join(path.dirname(fileURLToPath(import.meta.url)), "../corpus");
const found = await recordCorpus(corpus, () => true);
for (const { place, outcome, why } of found)
  if (outcome !== "equal") console.log(`${outcome.padEnd(13)} ${place}  ${why}`);
const count = (wanted: string) => found.filter(({ outcome }) => outcome === wanted).length;
console.log(
  `\n${found.length} parallel loops: ${count("equal")} recorded and replayed equal, ${count("different")} different; ${count("not-planned")} cannot be lifted out of their program, ${count("not-recorded")} have inputs that cannot be recorded, ${count("not-run")} were not reached with arguments that were made up.`,
);
process.exit(count("different") === 0 ? 0 : 1);
