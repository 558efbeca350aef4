// Reads the arguments of the command line: options by their names, numbers and lists, and the command behind the two dashes.
import { parseArgs } from "node:util";
import { UserProblem } from "./problem.js";

export const flag = { type: "boolean" } as const;

export function string(fallback?: string): { type: "string"; default?: string } {
  return fallback === undefined ? { type: "string" } : { type: "string", default: fallback };
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;

export function read(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = /'(--?[^']+)'/.exec((error as Error).message)?.[1];
    throw new UserProblem(
      unknown === undefined
        ? `${(error as Error).message}.`
        : `The option ${unknown} is not known here, or it lacks its value.`,
      "--help lists the options.",
    );
  }
}

export function secondsOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (seconds > 0) return seconds;
  throw new UserProblem(`--seconds needs a number above 0, not "${String(value)}".`, "For example: --seconds 10");
}

export function entryOf(value: unknown): number | "heaviest" | undefined {
  if (value === undefined || value === "heaviest") return value;
  if (value === "first") return 1;
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UserProblem(
    `--entry needs first, heaviest or a whole number above 0, not "${String(value)}".`,
    "For example: --entry heaviest",
  );
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function list(value: unknown): string[] {
  return Array.isArray(value)
    ? value.flatMap((each: unknown) => (typeof each === "string" ? each.split(",") : []))
    : [];
}

/** What is loopsmith's own, and the command behind the two dashes. */
export function atDashes(rest: readonly string[]): { readonly own: string[]; readonly command: string[] } {
  const dashes = rest.indexOf("--");
  return dashes === -1
    ? { own: [...rest], command: [] }
    : { own: rest.slice(0, dashes), command: rest.slice(dashes + 1) };
}
