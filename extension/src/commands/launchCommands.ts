// Launch configurations of Node as commands that can be profiled. One that needs more than a command is left out. Pure.
import path from "node:path";
import { splitCommandLine } from "./commandLine.js";

export interface LaunchCommand {
  readonly name: string;
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What variables like `${workspaceFolder}` stand for. */
export interface Surroundings {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Absolute path of the active file. */
  readonly file: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @param configurations the value of `launch.configurations`, as it was read: anything */
export function launchCommands(configurations: unknown, around: Surroundings): readonly LaunchCommand[] {
  if (!Array.isArray(configurations)) return [];
  return configurations.flatMap((each: unknown) => launchCommand(each, around) ?? []);
}

function launchCommand(value: unknown, around: Surroundings): LaunchCommand | undefined {
  if (!isRecord(value) || value["request"] !== "launch" || typeof value["name"] !== "string") return undefined;
  const filled = fill(value, around);
  if (!isRecord(filled)) return undefined;
  const command = commandOf(filled);
  if (command === undefined) return undefined;
  const cwd = typeof filled["cwd"] === "string" ? path.resolve(around.folder, filled["cwd"]) : around.folder;
  const env = isRecord(filled["env"]) ? filled["env"] : {};
  const texts = Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { name: value["name"], command, cwd, env: Object.fromEntries(texts) };
}

function commandOf({
  type,
  command,
  program,
  runtimeExecutable,
  runtimeArgs,
  args,
}: Json): readonly string[] | undefined {
  if (type === "node-terminal") return typeof command === "string" ? splitCommandLine(command) : undefined;
  if (type !== "node" && type !== "pwa-node") return undefined;
  const [own, more] = [words(runtimeArgs), words(args)];
  if (own === undefined || more === undefined) return undefined;
  const script = typeof program === "string" ? [program] : [];
  if (typeof runtimeExecutable === "string") return [runtimeExecutable, ...own, ...script, ...more];
  const [file] = script;
  if (file === undefined) return undefined;
  const runtime = /\.[cm]?tsx?$/.test(file) && own.length === 0 ? ["npx", "tsx"] : ["node"];
  return [...runtime, ...own, file, ...more];
}

/** A list of words, or a text as on a command line; none where there is none. Undefined: it cannot be read. */
function words(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  if (typeof value === "string") return value.trim() === "" ? [] : splitCommandLine(value);
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined;
}

/** Variables in all texts filled in; undefined where one is left that only a debugger or the user could fill. */
function fill(value: unknown, around: Surroundings): unknown {
  if (typeof value === "string") {
    const text = value.replace(/\$\{([^}]*)\}/g, (whole, name: string) => variable(name, around) ?? whole);
    return text.includes("${") ? undefined : text;
  }
  if (Array.isArray(value)) {
    const all = value.map((each: unknown) => fill(each, around));
    return all.includes(undefined) ? undefined : all;
  }
  if (!isRecord(value)) return value;
  // Only what is used has to be known: `preLaunchTask`, `console` and others may hold what they like.
  const used = Object.entries(value).filter(([name]) => relevant.has(name) || !isConfiguration(value));
  const all = used.map(([name, each]) => [name, fill(each, around)] as const);
  return all.some(([, each]) => each === undefined) ? undefined : Object.fromEntries(all);
}

const relevant: ReadonlySet<string> = new Set(
  "type request command program runtimeExecutable runtimeArgs args cwd env".split(" "),
);

function isConfiguration(value: Json): boolean {
  return "request" in value;
}

function variable(name: string, { folder, file, env }: Surroundings): string | undefined {
  if (name.startsWith("env:")) return env[name.slice("env:".length)] ?? "";
  switch (name) {
    case "workspaceFolder":
    case "workspaceRoot":
      return folder;
    case "workspaceFolderBasename":
      return path.basename(folder);
    case "file":
      return file;
    case "relativeFile":
      return file === undefined ? undefined : path.relative(folder, file);
    case "fileDirname":
      return file === undefined ? undefined : path.dirname(file);
    case "pathSeparator":
    case "/":
      return path.sep;
    default:
      return undefined;
  }
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
