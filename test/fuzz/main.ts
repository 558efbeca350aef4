// The differential fuzzer: `npm run fuzz -- --seconds 60 --seed 1`. Exits with 1 when a loop that was called parallel computes
// something else, or when too few loops are called parallel for the run to mean anything.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { programs } from "./grammar.js";
import { type Failure, javaScriptMark, type Language, tryPrograms } from "./trial.js";

const programsEach = 40;
const leastShare = 0.3;
/** Every so many batches of programs are tried as JavaScript. */
const javaScriptEach = 4;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    /** Where shrunk programs are written; the mutants leave it out. */
    found: { type: "string" },
    /** Shows the first failure as it is. */
    quick: { type: "boolean", default: false },
    /** The seconds are those of the processor: what a busy machine does meanwhile does not count. */
    processor: { type: "boolean", default: false },
    /** A file with one function `f`, tried with new inputs again and again instead of what the grammar makes. */
    program: { type: "string" },
    /** `ts` or `js`: all programs in this language. */
    language: { type: "string" },
  },
});
const limit = Number(values.seconds);
const first = Number(values.seed);
if (!Number.isFinite(limit) || !Number.isSafeInteger(first)) {
  console.error("`--seconds` and `--seed` are numbers. Try `npm run fuzz -- --seconds 60 --seed 1`.");
  process.exit(2);
}

if (values.language !== undefined && values.language !== "ts" && values.language !== "js") {
  console.error("`--language` is `ts` or `js`; without it every fourth batch of programs is JavaScript.");
  process.exit(2);
}
const given = values.program === undefined ? undefined : [fs.readFileSync(values.program, "utf8")];
const sum = { programs: 0, executed: 0, takenBack: 0, inParts: 0 };
const counts = { ts: { loops: 0, parallel: 0 }, js: { loops: 0, parallel: 0 } };
const unexecuted = new Map<string, number>();
let failure: Failure | undefined;
let seed = first;
for (; spent() < limit && failure === undefined; seed++) {
  const texts = given ?? fc.sample(programs, { seed, numRuns: programsEach });
  const language = languageOf(seed);
  const trial = await tryPrograms(texts, seed, language);
  sum.programs += texts.length;
  counts[language].loops += trial.loops;
  counts[language].parallel += trial.parallel;
  sum.executed += trial.executed;
  sum.takenBack += trial.takenBack;
  sum.inParts += trial.inParts;
  for (const reason of trial.unexecuted) unexecuted.set(reason, (unexecuted.get(reason) ?? 0) + 1);
  [failure] = trial.failures;
}

const seconds = spent().toFixed(0);
const share = counts.ts.parallel / Math.max(1, counts.ts.loops);
const shown = Object.entries(counts)
  .filter(([, { loops }]) => loops > 0)
  .map(([language, { loops, parallel }]) => {
    const called = `${parallel} called parallel (${Math.round((parallel / loops) * 100)} %)`;
    return `${loops} loops in ${language === "ts" ? "TypeScript" : "JavaScript"}, ${called}`;
  });
console.log(
  `${sum.programs} programs, ${shown.join(", ")}, ${sum.executed} of them executed, ${sum.takenBack} taken back and executed again, ${sum.inParts} executed by partial results, seeds ${first} to ${seed - 1}, ${seconds} s.`,
);
for (const [reason, count] of unexecuted) console.log(`  ${count} not executed: ${reason}`);
if (failure !== undefined) {
  const smallest = (values.quick || given !== undefined ? undefined : await shrunk(seed - 1)) ?? failure.text;
  console.log(`\nA loop that is called parallel computes something else:\n\n${smallest}`);
  if (values.found !== undefined) {
    fs.mkdirSync(values.found, { recursive: true });
    const file = path.join(values.found, `seed-${seed - 1}.txt`);
    fs.writeFileSync(file, smallest);
    console.log(`Written to ${path.relative(path.dirname(fileURLToPath(import.meta.url)), file)}.`);
  }
  process.exit(1);
}
if (counts.ts.loops > 0 && share < leastShare && given === undefined) {
  console.log(`Fewer than ${leastShare * 100} % of the loops were called parallel, so this run says little.`);
  process.exit(1);
}

function languageOf(batch: number): Language {
  if (values.language !== undefined) return values.language === "js" ? "js" : "ts";
  if (given !== undefined) return given[0]!.startsWith(javaScriptMark) ? "js" : "ts";
  return batch % javaScriptEach === 0 ? "js" : "ts";
}

/** Seconds since the program began. */
function spent(): number {
  if (!values.processor) return performance.now() / 1000;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The smallest program that fast-check gets to, from the first failure of the batch. */
async function shrunk(batch: number): Promise<string | undefined> {
  let text: string | undefined;
  const fails = async (program: string): Promise<boolean> => {
    const [found] = (await tryPrograms([program], batch, languageOf(batch))).failures;
    if (found !== undefined) text = found.text;
    return found !== undefined;
  };
  await fc.check(
    fc.asyncProperty(programs, async (program) => !(await fails(program))),
    { seed: batch, numRuns: programsEach, interruptAfterTimeLimit: 60_000 },
  );
  return text;
}
