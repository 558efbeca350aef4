// The three tools of `loopsmith mcp`, over the same functions as the command line: check, rewrite, benchmark.
import fs from "node:fs";
import path from "node:path";
import { printMarkdown } from "@loopsmith/runner/bench";
import type { CheckDocument } from "../../analysis/loopReport.js";
import { benchLoop } from "../../bench/bench.js";
import type { WantedForm, WantedWay } from "../../transforms/index.js";
import { apply, type Changes, write } from "../apply.js";
import { check } from "../check.js";
import { type Terminal, UserProblem } from "../problem.js";
import { parsePlace } from "../programs.js";
import type { CallContext, Tool, ToolResult } from "./serve.js";

type Args = Readonly<Record<string, unknown>>;

const place = {
  type: "string",
  description:
    "The loop as file:line, relative to the folder, e.g. src/image.ts:12; the line on which the loop begins.",
};
const folder = {
  type: "string",
  description: "Absolute path of the project's folder. Default: the folder in which the server was started.",
};

const reassociate = {
  type: "boolean",
  description:
    "By partial results: each core combines a part of the iterations (a sum, a count, a histogram, the best), which only loops allow that do nothing but combine. Sums of fractions are rounded in another order. Default: false.",
};

/** Loops that one answer tells everything about; a model has no use for thousands. */
const MOST_LOOPS = 50;

/** Makes the changes of a rewrite. @throws UserProblem where they cannot be made; then none of them is */
export type Save = (changes: Changes) => void | Promise<void>;

/**
 * @param started the folder in which the server was started, absolute
 * @param save where changes go; without it to disk
 */
export function loopsmithTools(started: string, save: Save = write): readonly Tool[] {
  return [
    {
      name: "loopsmith_check",
      title: "Which loops can run on all cores",
      description:
        "Analyses the loops of TypeScript or JavaScript files and says of each whether it can run in parallel (proved, under listed assumptions) or every reason why not, with places and what to change. Runs nothing, writes nothing.",
      inputSchema: {
        type: "object",
        properties: {
          paths: {
            type: "array",
            items: { type: "string" },
            description: "Files, folders, or loops as file:line. Default: the whole folder.",
          },
          all: {
            type: "boolean",
            description:
              "Also loops that are not worth the trouble or have to run in order. Default: false, except for loops as file:line.",
          },
          folder,
        },
        additionalProperties: false,
      },
      annotations: { readOnlyHint: true, openWorldHint: false },
      call: (args) => guarded(() => checkTool(args, started)),
    },
    {
      name: "loopsmith_rewrite",
      title: "Rewrite a loop to run on all cores",
      description:
        "The edit that makes a loop run in parallel by @loopsmith/runner, as a unified diff. Only loops that loopsmith_check calls parallel are rewritten. Writes files only with write: true.",
      inputSchema: {
        type: "object",
        properties: {
          place,
          form: {
            type: "string",
            enum: ["either", "sync", "async"],
            description:
              "sync never awaits, so that no signature changes; async always does, and makes functions and their callers async; either (default) awaits where it changes no signature.",
          },
          sync: { type: "boolean", description: "The same as form: sync. Default: false." },
          force: { type: "boolean", description: "Also where it is not likely to pay. Default: false." },
          reassociate,
          write: { type: "boolean", description: "Make the change. Default: false, which only shows it." },
          folder,
        },
        required: ["place"],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
      call: (args) => guarded(() => rewriteTool(args, started, save)),
    },
    {
      name: "loopsmith_benchmark",
      title: "Measure what running a loop on all cores gains",
      description:
        "Runs the given command in a copy of the project until it reaches the loop, records the loop's real inputs, replays it serial and parallel, compares the results, and, only if they are equal, measures. The user's files are not changed. Takes half a minute or more.",
      inputSchema: {
        type: "object",
        properties: {
          place,
          command: {
            type: "array",
            items: { type: "string" },
            minItems: 1,
            description:
              'The command that runs the program, word by word, without a shell, e.g. ["npx", "tsx", "src/main.ts"].',
          },
          reassociate,
          seconds: { type: "number", exclusiveMinimum: 0, description: "Time budget of the timed runs. Default: 20." },
          folder,
        },
        required: ["place", "command"],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: true, openWorldHint: true },
      call: (args, context) => guarded(() => benchmarkTool(args, context, started)),
    },
  ];
}

/** What a user can get wrong is an answer, too: the model should read it. */
async function guarded(run: () => ToolResult | Promise<ToolResult>): Promise<ToolResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserProblem) return { text: `${error.message} ${error.help}`, isError: true };
    throw error;
  }
}

function checkTool(args: Args, started: string): ToolResult {
  const paths = texts(args, "paths") ?? [];
  const terminal = capture(folderOf(args, started));
  check({ paths, format: "json", project: undefined, all: true, failOn: [] }, terminal);
  const { loops } = JSON.parse(terminal.written()) as CheckDocument;
  const isNamed = paths.length > 0 && paths.every((text) => parsePlace(text) !== undefined);
  const wanted = args["all"] === true || isNamed ? loops : loops.filter(({ profit }) => profit.promising);
  const shown = wanted.slice(0, MOST_LOOPS);
  const data = {
    loops: shown,
    total: loops.length,
    promising: loops.filter(({ profit }) => profit.promising).length,
    leftOut: wanted.length - shown.length,
    notes: terminal.notes(),
  };
  return { text: JSON.stringify(data), data };
}

async function rewriteTool(args: Args, started: string, save: Save): Promise<ToolResult> {
  const wanted = text(args, "place");
  const terminal = capture(folderOf(args, started));
  const common = { all: false, project: undefined, transform: undefined, inverse: false, format: true };
  const form = formOf(args);
  const options = { ...common, paths: [wanted], form, force: args["force"] === true, way: wayOf(args) };
  // Before it is written, because a diff is against what is there.
  const status = await apply({ ...options, write: false }, terminal);
  const notes = terminal.notes().filter((note) => !note.startsWith("Nothing was written"));
  const written = args["write"] === true && status === 0;
  if (written) {
    const second = capture(folderOf(args, started));
    let changes: Changes = new Map();
    await apply({ ...options, write: true }, second, (made) => {
      changes = made;
    });
    await save(changes);
    notes.push(...second.notes().filter((note) => !notes.includes(note)));
  } else notes.push("Nothing was written; write: true makes these changes.");
  const diff = terminal.written();
  return { text: [...notes, diff].join("\n"), data: { diff, notes, written }, isError: status !== 0 };
}

function formOf(args: Args): WantedForm {
  const { form } = args;
  return args["sync"] === true || form === "sync" ? "sync" : form === "async" ? "async" : "either";
}

function wayOf(args: Args): WantedWay {
  return args["reassociate"] === true ? "parts" : "ordered";
}

async function benchmarkTool(args: Args, { signal, onProgress }: CallContext, started: string): Promise<ToolResult> {
  const wanted = text(args, "place");
  const at = parsePlace(wanted);
  if (at === undefined) throw new UserProblem(`"${wanted}" is no loop as file:line.`, "For example: src/image.ts:12");
  const command = texts(args, "command");
  if (command === undefined || command.length === 0)
    throw new UserProblem("There is no command.", 'Give it word by word, e.g. ["npx", "tsx", "src/main.ts"].');
  const seconds = args["seconds"];
  if (seconds !== undefined && !(typeof seconds === "number" && 0 < seconds))
    throw new UserProblem("seconds is no number above 0.", "For example: 20");
  const cwd = folderOf(args, started);
  const outcome = await benchLoop({
    cwd,
    file: path.resolve(cwd, at.file),
    line: at.line,
    command,
    signal,
    way: wayOf(args),
    onProgress: ({ message }) => onProgress(message),
    ...(seconds === undefined ? {} : { limits: { measureMs: seconds * 1000 } }),
  });
  if (outcome.kind === "problem") return { text: `${outcome.message} ${outcome.help}`, isError: true };
  const { report } = outcome;
  return { text: printMarkdown(report), data: { report }, isError: report.comparison.outcome !== "equal" };
}

function folderOf(args: Args, started: string): string {
  const wanted = args["folder"];
  if (wanted === undefined) return started;
  if (
    typeof wanted === "string" &&
    path.isAbsolute(wanted) &&
    fs.statSync(wanted, { throwIfNoEntry: false })?.isDirectory()
  )
    return path.resolve(wanted);
  throw new UserProblem(`There is no folder ${String(wanted)}.`, "Give the absolute path of the project's folder.");
}

function text(args: Args, name: string): string {
  const value = args[name];
  if (typeof value === "string" && value !== "") return value;
  throw new UserProblem(`The argument ${name} is missing.`, "The tool's inputSchema describes it.");
}

function texts(args: Args, name: string): readonly string[] | undefined {
  const value = args[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  throw new UserProblem(`The argument ${name} is no list of texts.`, "The tool's inputSchema describes it.");
}

/** A terminal whose texts are kept: standard output belongs to the protocol. */
function capture(cwd: string): Terminal & { written(): string; notes(): readonly string[] } {
  const out: string[] = [];
  const err: string[] = [];
  return {
    cwd,
    color: false,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    written: () => out.join("\n"),
    notes: () => err,
  };
}
