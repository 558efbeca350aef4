// What a rewrite writes, laid out by the formatter of the user's own project: only files that it would have left as they were before.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Changes } from "./apply.js";
import { outputOf, ownerOf, upward } from "./projectTools.js";

/** One formatter, where it lies. */
interface Formatter {
  readonly name: "biome" | "prettier";
  /** The file that is imported, or run, by Node unless it is a program of its own. */
  readonly main: string;
  /** Where its configuration, or else its `node_modules`, is. */
  readonly folder: string;
}

interface Text {
  readonly file: string;
  readonly text: string;
}

/** A text that the formatter would leave as it is comes back; undefined where it fails, or does not look after the file. */
type Answers = readonly (string | undefined)[];

export interface LaidOut {
  readonly changes: Changes;
  /** Names of the formatters by how many files each has laid out. */
  readonly by: ReadonlyMap<string, number>;
}

/** A process that does not answer is ended after so many milliseconds. */
const PATIENCE = 60_000;

/**
 * Biome where a `biome.json` is found upward, prettier where it is installed. A file that the formatter would have changed before the
 * rewrite stays as it is; a new one goes with the file whose kernels it holds. Never throws: where a formatter fails, the text stays.
 * One or two processes for each formatter, for biome one or two for each file.
 */
export async function laidOut(changes: Changes): Promise<LaidOut> {
  const files = [...changes]
    .filter(([file, { after }]) => after !== undefined && isFormatted(file))
    .map(([file]) => file);
  const found = new Map(files.map((file) => [file, formattersOf(path.dirname(file))] as const));
  const formatters = new Map([...found.values()].flat().map((each) => [`${each.main}\n${each.folder}`, each] as const));
  const result: Changes = new Map(changes);
  const by = new Map<string, number>();
  const settled = new Set<string>();
  for (const [key, formatter] of formatters) {
    const own = files.filter(
      (file) => !settled.has(file) && found.get(file)!.some((each) => `${each.main}\n${each.folder}` === key),
    );
    const before = own.flatMap((file) => textOf(file, changes.get(file)!.before));
    const same = await format(formatter, before);
    const kept = new Set(before.flatMap(({ file, text }, at) => (same[at] === text ? file : [])));
    const made = own.filter((file) => changes.get(file)!.before === undefined && goesWith(file, kept));
    const texts = [...kept, ...made].flatMap((file) => textOf(file, changes.get(file)!.after));
    (await format(formatter, texts)).forEach((text, at) => {
      const { file } = texts[at]!;
      if (text === undefined || text.trim() === "") return;
      settled.add(file);
      by.set(formatter.name, (by.get(formatter.name) ?? 0) + 1);
      result.set(file, { before: changes.get(file)!.before, after: text });
    });
  }
  return { changes: result, by };
}

function isFormatted(file: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(file) || path.basename(file) === "package.json";
}

function textOf(file: string, text: string | undefined): readonly Text[] {
  return text === undefined ? [] : [{ file, text }];
}

/** `image.kernels.ts` with `image.ts`; a new file of another name with any file of its folder. */
function goesWith(made: string, kept: ReadonlySet<string>): boolean {
  const beside = [...kept].filter((file) => path.dirname(file) === path.dirname(made));
  if (/\.kernels\.[cm]?[jt]sx?$/.test(made)) return ownerOf(made, beside) !== undefined;
  return beside.length > 0;
}

/** The nearest of each kind, upward from the folder. */
function formattersOf(folder: string): readonly Formatter[] {
  const found: Formatter[] = [];
  const configured = upward(folder, (at) => ["biome.json", "biome.jsonc"].some((name) => isFile(path.join(at, name))));
  const biome = upward(folder, (at) => isFile(path.join(at, "node_modules/@biomejs/biome/bin/biome")));
  if (configured !== undefined && biome !== undefined)
    found.push({ name: "biome", main: biomeIn(path.join(biome, "node_modules/@biomejs/biome")), folder: configured });
  const prettier = upward(folder, (at) => isFile(path.join(at, "node_modules/prettier/package.json")));
  const main = prettier === undefined ? undefined : mainOf(path.join(prettier, "node_modules/prettier"));
  if (prettier !== undefined && main !== undefined) found.push({ name: "prettier", main, folder: prettier });
  return found;
}

/** The program itself starts ten times sooner than the script that finds it, which knows more systems. */
function biomeIn(folder: string): string {
  const scope = path.dirname(fs.realpathSync(folder));
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = path.join(scope, `cli-${process.platform}-${process.arch}`, `biome${suffix}`);
  return isFile(program) && !isFile("/etc/alpine-release") ? program : path.join(folder, "bin/biome");
}

function isFile(file: string): boolean {
  return fs.existsSync(file);
}

function mainOf(folder: string): string | undefined {
  return ["index.cjs", "index.js"].map((name) => path.join(folder, name)).find(isFile);
}

async function format(formatter: Formatter, texts: readonly Text[]): Promise<Answers> {
  if (texts.length === 0) return [];
  return formatter.name === "biome" ? byBiome(formatter, texts) : byPrettier(formatter, texts);
}

/** A process for each text, a few at a time. */
async function byBiome({ main, folder }: Formatter, texts: readonly Text[]): Promise<Answers> {
  const answers: (string | undefined)[] = texts.map(() => undefined);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < texts.length; at = next++) {
      const { file, text } = texts[at]!;
      const program = path.basename(path.dirname(main)) === "bin" ? [process.execPath, main] : [main];
      const shown = path.relative(folder, file);
      answers[at] = await outputOf([...program, "format", `--stdin-file-path=${shown}`], folder, text, PATIENCE);
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return answers;
}

/** In a process of its own, because plugins and configurations are programs: what they print is no answer. */
async function byPrettier({ main, folder }: Formatter, texts: readonly Text[]): Promise<Answers> {
  const request = JSON.stringify({ main: pathToFileURL(main).href, folder, texts });
  const answer = await outputOf(
    [process.execPath, "--input-type=module", "--eval", prettierScript],
    folder,
    request,
    PATIENCE,
  );
  try {
    const list = JSON.parse(answer ?? "[]") as readonly (string | null)[];
    return texts.map((_, at) => list[at] ?? undefined);
  } catch {
    return [];
  }
}

const prettierScript = `
const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const parts = [];
for await (const part of process.stdin) parts.push(part);
const { main, folder, texts } = JSON.parse(Buffer.concat(parts).toString());
const loaded = await import(main);
const prettier = loaded.default ?? loaded;
const ignoring = [folder + "/.gitignore", folder + "/.prettierignore"];
const ignorePath = /^[12]\\./.test(prettier.version) ? ignoring[1] : ignoring;
const answers = [];
for (const { file, text } of texts) {
  try {
    const { ignored, inferredParser } = await prettier.getFileInfo(file, { ignorePath });
    const options = await prettier.resolveConfig(file, { editorconfig: true });
    const known = !ignored && (inferredParser ?? options?.parser);
    answers.push(known ? await prettier.format(text, { ...options, filepath: file }) : null);
  } catch {
    answers.push(null);
  }
}
answer(JSON.stringify(answers), () => process.exit(0));
`;
