// What can be profiled, as a list to pick from: what was profiled last, the active file or its tests, npm scripts, launch
// configurations, something else. Pure.
import { t } from "../text.js";
import { quoteWord } from "./commandLine.js";
import type { LaunchCommand } from "./launchCommands.js";

/** A command and its arguments, and the folder in which it runs; or a profile recorded elsewhere. Absolute paths. */
export type ProfileSource =
  | { readonly command: readonly string[]; readonly cwd: string; readonly env?: Readonly<Record<string, string>> }
  | { readonly file: string };

export interface ProfileChoice {
  readonly label: string;
  readonly description: string;
  readonly group: "last" | "scripts" | "file" | "launch" | "other";
  /** The name of an icon of the editor. */
  readonly icon: string;
  readonly pick: ProfileSource | "type a command" | "open a file";
}

export interface Runnable {
  readonly folders: readonly {
    readonly name: string;
    readonly path: string;
    readonly scripts: Readonly<Record<string, string>>;
    /** Launch configurations that can be run as a command. */
    readonly launch: readonly LaunchCommand[];
  }[];
  /** The active file when it is one that Node can run, relative to the folder in which it would. */
  readonly active: { readonly file: string; readonly cwd: string; readonly packages: readonly string[] } | undefined;
  readonly last: ProfileSource | undefined;
}

export function profileChoices({ folders, active, last }: Runnable): readonly ProfileChoice[] {
  const scripts = folders.flatMap(({ name, path, scripts: own }) =>
    Object.entries(own).map(([script, text]): ProfileChoice => {
      const command = ["npm", "run", script];
      const description = folders.length === 1 ? text : `${name} · ${text}`;
      return { label: commandLine(command), description, group: "scripts", icon: "play", pick: { command, cwd: path } };
    }),
  );
  const launches = folders.flatMap(({ name: folder, launch }) =>
    launch.map(({ name, ...pick }): ProfileChoice => {
      const line = commandLine(pick.command);
      const description = folders.length === 1 ? line : `${folder} · ${line}`;
      return { label: name, description, group: "launch", icon: "debug-alt-small", pick };
    }),
  );
  return [
    ...(last === undefined ? [] : [again(last)]),
    ...(active === undefined ? [] : [fileChoice(active)]),
    ...scripts,
    ...launches,
    {
      label: t("Another command …"),
      description: "",
      group: "other",
      icon: "terminal",
      pick: "type a command",
    },
    {
      label: t("Open a .cpuprofile …"),
      description: t("recorded elsewhere; nothing is run"),
      group: "other",
      icon: "folder-opened",
      pick: "open a file",
    },
  ];
}

/** What a source is called where it is shown. */
export function sourceName(source: ProfileSource): string {
  return "file" in source ? baseName(source.file) : commandLine(source.command);
}

/** A source that somebody handed to the command, or that was kept; undefined where it is none. */
export function asSource(value: unknown): ProfileSource | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("file" in value && typeof value.file === "string") return { file: value.file };
  if (!("command" in value) || !("cwd" in value) || typeof value.cwd !== "string") return undefined;
  const { command, cwd } = value;
  if (!Array.isArray(command) || command.length === 0) return undefined;
  const words: readonly unknown[] = command;
  if (!words.every((word) => typeof word === "string")) return undefined;
  const env = "env" in value ? variables(value.env) : undefined;
  return env === undefined ? { command: words, cwd } : { command: words, cwd, env };
}

function variables(value: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function again(last: ProfileSource): ProfileChoice {
  return { label: sourceName(last), description: t("once more"), group: "last", icon: "history", pick: last };
}

function fileChoice({ file, cwd, packages }: NonNullable<Runnable["active"]>): ProfileChoice {
  const test = testCommand(file, packages);
  const command = test ?? [...nodeFor(file), file];
  return {
    label: commandLine(command),
    description: test === undefined ? t("the active file") : t("the tests of the active file"),
    group: "file",
    icon: test === undefined ? "file-code" : "beaker",
    pick: { command, cwd },
  };
}

/** Undefined for a file that holds no tests. The runner is the one that the package depends on, else Node's own. */
function testCommand(file: string, packages: readonly string[]): readonly string[] | undefined {
  if (!/[._-](?:test|spec)\.[cm]?[jt]sx?$|(?:^|[\\/])__tests__[\\/]/.test(file)) return undefined;
  if (packages.includes("vitest")) return ["npx", "vitest", "run", file];
  if (packages.includes("jest")) return ["npx", "jest", file];
  if (packages.includes("mocha")) return ["npx", "mocha", file];
  return [...nodeFor(file), "--test", file];
}

function nodeFor(file: string): readonly string[] {
  return /\.[cm]?jsx?$/.test(file) ? ["node"] : ["npx", "tsx"];
}

function commandLine(command: readonly string[]): string {
  return command.map(quoteWord).join(" ");
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
