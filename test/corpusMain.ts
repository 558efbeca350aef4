// `npm run corpus`: what the analysis says of the labelled loops: recall, refusals by reason, misses, and anything wrong.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isTested, type LabelledLoop, readCorpus } from "./support/corpus.js";

const root = path.dirname(fileURLToPath(import.meta.url));
const { loops, idle } = readCorpus(path.join(root, "corpus"));
const is = (verdict: "parallel" | "serial") => (loop: LabelledLoop) => loop.label?.verdict === verdict;
const independent = loops.filter(is("parallel"));
const found = independent.filter(({ analysis }) => analysis.verdict.kind === "parallel");
const wrong = loops.filter(is("serial")).filter(({ analysis }) => analysis.verdict.kind === "parallel");
const [tested, untested] = [wrong.filter(isTested), wrong.filter((loop) => !isTested(loop))];
const missed = independent.filter(({ analysis }) => analysis.verdict.kind === "serial");
const reasons = new Map<string, number>();
for (const { analysis } of missed) {
  const ids = analysis.verdict.kind === "serial" ? analysis.verdict.reasons.map(({ id }) => id) : [];
  for (const id of new Set(ids)) reasons.set(id, (reasons.get(id) ?? 0) + 1);
}
const unlabelled = loops.filter(({ label }) => label === undefined);

for (const { file, line, name, analysis } of missed) {
  const why = analysis.verdict.kind === "serial" ? analysis.verdict.reasons[0] : undefined;
  console.log(`missed  ${file}:${line} ${name}: ${why?.id}: ${why?.message}`);
}
for (const { file, line, name, label } of untested) console.log(`WRONG   ${file}:${line} ${name}: ${label?.text}`);
for (const { file, line, name, label } of tested) console.log(`tested  ${file}:${line} ${name}: ${label?.text}`);
for (const { file, line, name } of unlabelled) console.log(`no label for ${file}:${line} ${name}`);
for (const each of idle) console.log(`no loop for the label ${each}`);
console.log(`\n${loops.length} loops in all, ${independent.length} independent.`);
console.log(
  `Recall ${((100 * found.length) / independent.length).toFixed(1)} %, wrong ${untested.length}; ${tested.length} serial ones are called parallel under an assumption that fails when they start.`,
);
console.log(
  `Reasons of the ${missed.length} missed: ${[...reasons].map(([id, count]) => `${id} ${count}`).join(", ")}`,
);
process.exit(untested.length === 0 ? 0 : 1);
