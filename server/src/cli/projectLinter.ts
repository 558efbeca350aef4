// What a rewrite has written, after the project's own eslint: where a rule found nothing in a file before and finds something now that
// is a matter of style, its own fix is taken.
import fs from "node:fs";
import path from "node:path";
import type { Changes } from "./apply.js";
import { isIn, outputOf, ownerOf, upward } from "./projectTools.js";

/** Names of the rules that found something, by file. */
export type Findings = ReadonlyMap<string, readonly string[]>;

/** eslint may look at types, for which it reads the whole project. */
const PATIENCE = 600_000;

const configurations = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `eslint.config.${ending}`);
const olderOnes = ["", ".js", ".cjs", ".yaml", ".yml", ".json"].map((ending) => `.eslintrc${ending}`);

/**
 * What eslint finds in the files on disk; undefined where it is there and does not answer. Never throws: a file that it cannot read, or
 * does not look after, is not in the answer, and stays as it is.
 * One process for each installed eslint.
 * @param changes those that are about to be written
 */
export async function findingsOf(changes: Changes): Promise<Findings | undefined> {
  const files = [...changes].flatMap(([file, { before }]) => (before !== undefined && isCode(file) ? file : []));
  const found = new Map<string, readonly string[]>();
  for (const [folder, own] of byLinter(files)) {
    const answers = await ask<string[]>(folder, own, undefined);
    if (answers === undefined) return undefined;
    for (const [file, rules] of Object.entries(answers)) found.set(file, rules);
  }
  return found;
}

/**
 * The changes that eslint's own fixes make of files on disk, of rules of style that found nothing there before; undefined where it
 * does not answer. Never throws.
 * One process for each installed eslint.
 * @param changes those that have been written
 * @param before what `findingsOf` found before; a new file goes with the file whose kernels it holds
 */
export async function restyled(changes: Changes, before: Findings): Promise<Changes | undefined> {
  const known = new Map<string, readonly string[]>();
  for (const [file, { after }] of changes) {
    const rules = before.get(file) ?? before.get(ownerOf(file, [...before.keys()]) ?? "");
    if (after !== undefined && isCode(file) && rules !== undefined) known.set(file, rules);
  }
  const result: Changes = new Map();
  for (const [folder, own] of byLinter([...known.keys()])) {
    const answers = await ask<string>(folder, own, Object.fromEntries(known));
    if (answers === undefined) return undefined;
    for (const [file, after] of Object.entries(answers))
      if (after.trim() !== "") result.set(file, { before: changes.get(file)!.before, after });
  }
  return result;
}

function isCode(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file);
}

/** Files by the folder whose eslint looks after them: where it is installed, with a configuration there or below. */
function byLinter(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    const folder = upward(path.dirname(file), (at) => isIn(at, "node_modules/eslint/package.json"));
    const configured = upward(path.dirname(file), isConfigured);
    if (folder === undefined || configured === undefined || path.relative(folder, configured).startsWith(".."))
      continue;
    found.set(folder, [...(found.get(folder) ?? []), file]);
  }
  return found;
}

function isConfigured(folder: string): boolean {
  if ([...configurations, ...olderOnes].some((name) => isIn(folder, name))) return true;
  if (!isIn(folder, "package.json")) return false;
  return fs.readFileSync(path.join(folder, "package.json"), "utf8").includes('"eslintConfig"');
}

/** In a process of its own, because configurations are programs. @param known undefined: only what is found */
async function ask<T>(
  folder: string,
  files: readonly string[],
  known: Readonly<Record<string, readonly string[]>> | undefined,
): Promise<Readonly<Record<string, T>> | undefined> {
  const request = JSON.stringify({ folder, files, known });
  const command = [process.execPath, "--input-type=module", "--eval", script];
  const answer = await outputOf(command, folder, request, PATIENCE);
  try {
    return answer === undefined ? undefined : (JSON.parse(answer) as Readonly<Record<string, T>>);
  } catch {
    return undefined;
  }
}

// Rules that say how something is written, beside those that are called layout. Others may be of another mind about what code does.
const script = `
import { createRequire } from "node:module";
const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const parts = [];
for await (const part of process.stdin) parts.push(part);
const { folder, files, known } = JSON.parse(Buffer.concat(parts).toString());
const api = createRequire(folder + "/package.json")("eslint");
const Linter = api.loadESLint ? await api.loadESLint({ cwd: folder }) : api.ESLint;
const style = /^(?:prefer-const|no-lonely-if|sort-imports|object-shorthand|simple-import-sort\\/\\w+|perfectionist\\/[\\w-]+|import(?:-x)?\\/(?:order|first|newline-after-import)|@typescript-eslint\\/(?:array-type|consistent-type-imports|consistent-type-definitions|prefer-const))$/;
const eslint = new Linter({ cwd: folder, errorOnUnmatchedPattern: false });
const results = await eslint.lintFiles(files);
const metas = eslint.getRulesMetaForResults ? eslint.getRulesMetaForResults(results) : {};
const isStyle = (rule) => style.test(rule) || metas[rule]?.type === "layout";
const answers = {};
for (const { filePath, messages } of results) {
  if (messages.some(({ fatal, ruleId }) => fatal || ruleId === null)) continue;
  if (known === undefined) {
    answers[filePath] = [...new Set(messages.map(({ ruleId }) => ruleId))];
    continue;
  }
  const isOurs = ({ ruleId }) => ruleId !== null && isStyle(ruleId) && !known[filePath].includes(ruleId);
  if (!messages.some((message) => message.fix && isOurs(message))) continue;
  const fixing = new Linter({ cwd: folder, fix: isOurs });
  const text = (await import("node:fs")).readFileSync(filePath, "utf8");
  const [{ output }] = await fixing.lintText(text, { filePath });
  if (output !== undefined) answers[filePath] = output;
}
answer(JSON.stringify(answers), () => process.exit(0));
`;
