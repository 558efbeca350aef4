// What can be profiled, as a list to pick from: what was profiled last, npm scripts, the active file, something else. Pure.
import { t } from "../text.js";
import { quoteWord } from "./commandLine.js";

/** A command and its arguments, and the folder in which it runs; or a profile recorded elsewhere. Absolute paths. */
export type ProfileSource = { readonly command: readonly string[]; readonly cwd: string } | { readonly file: string };

export interface ProfileChoice {
  readonly label: string;
  readonly description: string;
  readonly group: "last" | "scripts" | "file" | "other";
  /** The name of an icon of the editor. */
  readonly icon: string;
  readonly pick: ProfileSource | "type a command" | "open a file";
}

export interface Runnable {
  readonly folders: readonly {
    readonly name: string;
    readonly path: string;
    readonly scripts: Readonly<Record<string, string>>;
  }[];
  /** The active file when it is one that Node can run, relative to the folder in which it would. */
  readonly active: { readonly file: string; readonly cwd: string } | undefined;
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
  return [
    ...(last === undefined ? [] : [again(last)]),
    ...(active === undefined ? [] : [fileChoice(active)]),
    ...scripts,
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
  return words.every((word) => typeof word === "string") ? { command: words, cwd } : undefined;
}

function again(last: ProfileSource): ProfileChoice {
  return { label: sourceName(last), description: t("once more"), group: "last", icon: "history", pick: last };
}

function fileChoice({ file, cwd }: NonNullable<Runnable["active"]>): ProfileChoice {
  const command = [...(/\.[cm]?jsx?$/.test(file) ? ["node"] : ["npx", "tsx"]), file];
  return {
    label: commandLine(command),
    description: t("the active file"),
    group: "file",
    icon: "file-code",
    pick: { command, cwd },
  };
}

function commandLine(command: readonly string[]): string {
  return command.map(quoteWord).join(" ");
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
