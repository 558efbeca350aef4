// The command line `loopsmith`: reads the arguments, loads what the command needs and nothing else, turns problems into sentences.
import { atDashes, entryOf, flag, list, read, secondsOf, string, text } from "./arguments.js";
import { helpOf, helpText } from "./help.js";
import { type Terminal, UserProblem } from "./problem.js";

export interface Invocation {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly version: string;
}

/** @returns the exit status: 0 done, 1 findings or a problem of the input, 2 wrong use */
export async function main(argv: readonly string[], { terminal, signal, version }: Invocation): Promise<number> {
  try {
    const [command, ...rest] = argv;
    if (command === undefined || command === "--help" || command === "-h" || command === "help") {
      terminal.out(helpText);
      return command === undefined ? 2 : 0;
    }
    if (command === "--version" || command === "-v") {
      terminal.out(version);
      return 0;
    }
    const [asked] = rest;
    const own = asked === "--help" || asked === "-h" ? helpOf(command) : undefined;
    if (own !== undefined) {
      terminal.out(own);
      return 0;
    }
    return await dispatch(command, rest, { terminal, signal, version });
  } catch (error) {
    if (error instanceof UserProblem) {
      terminal.err(`${error.message} ${error.help}`);
      return error.status;
    }
    const text = error instanceof Error ? error.message : String(error);
    terminal.err(
      `Loopsmith itself failed: ${text}. Nothing was written; set LOOPSMITH_DEBUG=1 to see where, and report it with the file.`,
    );
    if (process.env["LOOPSMITH_DEBUG"]) terminal.err(error instanceof Error ? (error.stack ?? "") : "");
    return 1;
  }
}

async function dispatch(
  command: string,
  rest: readonly string[],
  { terminal, signal, version }: Invocation,
): Promise<number> {
  switch (command) {
    case "check": {
      const { values, positionals } = read(rest, {
        format: string("pretty"),
        project: string(),
        all: flag,
        "fail-on": { type: "string", multiple: true },
      });
      const { check } = await import("./check.js");
      return check(
        {
          paths: positionals,
          format: text(values.format) ?? "pretty",
          project: text(values.project),
          all: values.all === true,
          failOn: list(values["fail-on"]),
        },
        terminal,
      );
    }
    case "apply": {
      const { values, positionals } = read(rest, {
        all: flag,
        sync: flag,
        async: flag,
        force: flag,
        write: flag,
        diff: flag,
        inverse: flag,
        project: string(),
        transform: string(),
        reassociate: flag,
        observed: string(),
        "no-format": flag,
      });
      const idle = ["all", "sync", "async", "force", "transform", "reassociate", "observed"].find(
        (name) => values.inverse === true && values[name],
      );
      if (idle !== undefined)
        throw new UserProblem(
          `--inverse and --${idle} exclude each other.`,
          "--inverse takes one call of parallelMap back: loopsmith apply --inverse src/image.ts:12",
        );
      if (values.write === true && values.diff === true)
        throw new UserProblem(
          "--write and --diff exclude each other.",
          "Give one of them; without either a diff is shown.",
        );
      if (values.sync === true && values.async === true)
        throw new UserProblem(
          "--sync and --async exclude each other.",
          "--sync never awaits; --async always does, and makes functions and their callers async.",
        );
      if (values.all === true && values.observed !== undefined)
        throw new UserProblem(
          "--all and --observed exclude each other.",
          "A trace is of one loop: loopsmith apply src/image.ts:12 --observed trace.json",
        );
      if (values.reassociate === true && values.transform !== undefined)
        throw new UserProblem(
          "--reassociate and --transform exclude each other.",
          "--reassociate chooses the transform itself: loopsmith apply src/image.ts:12 --reassociate",
        );
      const { apply } = await import("./apply.js");
      return await apply(
        {
          paths: positionals,
          all: values.all === true,
          form: values.sync === true ? "sync" : values.async === true ? "async" : "either",
          force: values.force === true,
          write: values.write === true,
          inverse: values.inverse === true,
          format: values["no-format"] !== true,
          project: text(values.project),
          transform: text(values.transform),
          way: values.reassociate === true ? "parts" : "ordered",
          observed: text(values.observed),
        },
        terminal,
      );
    }
    case "bench": {
      const { own, command } = atDashes(rest);
      const { values, positionals } = read(own, {
        format: string("pretty"),
        out: string(),
        project: string(),
        seconds: string(),
        entry: string(),
        save: string(),
        compare: string(),
        "fail-if-slower": flag,
        whole: flag,
        trace: flag,
        tests: string(),
        sync: flag,
        reassociate: flag,
      });
      const seconds = secondsOf(values.seconds);
      if (values.entry !== undefined && (values.whole === true || values.trace === true))
        throw new UserProblem(
          "--entry belongs to bench of one loop.",
          "Leave out --whole and --trace, or --entry; a trace is of the first entry.",
        );
      const common = {
        command,
        format: text(values.format) ?? "pretty",
        out: text(values.out),
        project: text(values.project),
        seconds,
        failIfSlower: values["fail-if-slower"] === true,
        signal,
      };
      if (values.trace === true) {
        const idle = ["whole", "compare", "fail-if-slower", "tests", "sync", "reassociate"].find(
          (name) => values[name],
        );
        if (idle !== undefined || positionals.length > 1)
          throw new UserProblem(
            idle === undefined
              ? `bench --trace takes one loop; "${positionals[1]}" is too much.`
              : `bench --trace and --${idle} exclude each other.`,
            "For example: loopsmith bench --trace src/image.ts:12 -- npx tsx src/main.ts",
          );
        const { trace } = await import("./trace.js");
        return trace({ ...common, place: positionals[0], save: text(values.save) }, terminal);
      }
      if (values.whole === true) {
        const { wholeBench } = await import("./benchWhole.js");
        const sync = values.sync === true;
        return wholeBench(
          {
            ...common,
            paths: positionals,
            tests: text(values.tests),
            sync,
            way: values.reassociate === true ? "parts" : "ordered",
            save: text(values.save),
            compare: text(values.compare),
          },
          terminal,
        );
      }
      if (values.tests !== undefined || values.sync === true)
        throw new UserProblem(
          "--tests and --sync belong to bench --whole.",
          "Add --whole to measure the whole program, or leave them out.",
        );
      if (positionals.length > 1)
        throw new UserProblem(
          `bench takes one loop; "${positionals[1]}" is too much.`,
          "Put the command that runs your program behind two dashes: -- npx tsx main.ts",
        );
      const { bench } = await import("./bench.js");
      return bench(
        {
          ...common,
          place: positionals[0],
          entry: entryOf(values.entry),
          way: values.reassociate === true ? "parts" : "ordered",
          save: text(values.save),
          compare: text(values.compare),
        },
        terminal,
      );
    }
    case "profile": {
      const { own, command } = atDashes(rest);
      const { values, positionals } = read(own, {
        format: string("pretty"),
        out: string(),
        project: string(),
        all: flag,
        seconds: string(),
        from: { type: "string", multiple: true },
      });
      const from = list(values.from);
      // What a shell makes of `--from *.cpuprofile`.
      if (from.length > 0 && positionals.every((each) => each.endsWith(".cpuprofile")))
        from.push(...positionals.splice(0));
      if (positionals.length > 0)
        throw new UserProblem(
          `profile does not know what to do with "${positionals[0]}".`,
          `Put the command behind two dashes: loopsmith profile -- ${positionals.join(" ")}`,
        );
      const { profile } = await import("./profile.js");
      return profile(
        {
          command,
          from,
          format: text(values.format) ?? "pretty",
          out: text(values.out),
          project: text(values.project),
          all: values.all === true,
          seconds: secondsOf(values.seconds),
          signal,
        },
        terminal,
      );
    }
    case "install": {
      const { values, positionals } = read(rest, { dry: flag });
      if (positionals.length > 1)
        throw new UserProblem(
          `install takes one folder; "${positionals[1]}" is too much.`,
          "Run it once for each package.",
        );
      const { install } = await import("./install.js");
      return install({ folder: positionals[0], dry: values.dry === true }, terminal);
    }
    case "mcp": {
      const { positionals } = read(rest, {});
      if (positionals.length > 0)
        throw new UserProblem("mcp takes no arguments.", "Start it in the project's folder, or let calls name one.");
      const { mcp } = await import("./mcp/mcp.js");
      return mcp(terminal, { signal, version });
    }
    case "lsp": {
      read(rest, { stdio: flag });
      const { startOnStdio } = await import("../server.js");
      await startOnStdio();
      return 0;
    }
    default:
      throw new UserProblem(
        `There is no command "${command}".`,
        "The commands are check, apply, install, profile, bench, mcp and lsp; --help explains them.",
      );
  }
}
