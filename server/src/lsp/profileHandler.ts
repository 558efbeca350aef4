// The profile request: hands over to the bench layer, reports progress and output, ends with the request's token.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CancellationToken } from "vscode-languageserver";
import { withNodeFirst } from "../bench/environment.js";
import type { ProfileOutcome, ProfileRequest } from "../bench/profile/profile.js";
import type { ProfileReport } from "../bench/profile/profileReport.js";
import { findUserNode, type UserNode } from "../bench/userNode.js";
import type { LoopProfile, ProfileParams, ProfileProgress, ProfileResult } from "./protocol.js";

export interface Profiles {
  run(params: ProfileParams, token: CancellationToken): Promise<ProfileResult>;
  /** Ends the command of a profile under way; what is known by then is its answer. */
  end(id: number): void;
}

/** Output is sent together when so many milliseconds have passed: a message for each line would be noise. */
const batchMs = 100;
/** An editor's output view is no place for more; the program itself writes on. */
const mostOutput = 1_000_000;

/**
 * @param notify sends what has come since
 * @param profile what profiles; tests give their own
 */
export function createProfiles(
  notify: (progress: ProfileProgress) => void,
  profile: (request: ProfileRequest) => Promise<ProfileOutcome> = profileLoops,
): Profiles {
  const running = new Map<number, AbortController>();
  return { run, end: (id) => running.get(id)?.abort() };

  async function run(
    { id, cwd, source, node: setting }: ProfileParams,
    token: CancellationToken,
  ): Promise<ProfileResult> {
    if (token.isCancellationRequested) return { kind: "cancelled" };
    const end = new AbortController();
    const discard = new AbortController();
    const listener = token.onCancellationRequested(() => discard.abort());
    const output = createOutput((text) => notify({ id, output: text }));
    running.set(id, end);
    const request: Omit<ProfileRequest, "source"> = {
      cwd,
      signal: end.signal,
      discard: discard.signal,
      onOutput: output.add,
      onProgress: (message) => notify({ id, message }),
      onAnalysed: (done, total) => notify({ id, analysed: { done, total } }),
    };
    const outcome = await profiled().finally(() => {
      running.delete(id);
      listener.dispose();
      output.send();
    });
    if (discard.signal.aborted) return { kind: "cancelled" };
    return outcome.kind === "problem" ? outcome : { kind: "profile", profile: toLoopProfile(outcome.report, cwd) };

    async function profiled(): Promise<ProfileOutcome> {
      if ("file" in source) return await profile({ ...request, source: { files: [source.file] } });
      const node = await findUserNode({ folder: cwd, setting });
      return "kind" in node ? node : await profile({ ...request, source: withNode(source, node) });
    }
  }
}

function withNode(source: Extract<ProfileParams["source"], { command: unknown }>, node: UserNode) {
  return { ...source, env: { ...withNodeFirst({ ...process.env, ...source.env }, node), ...withoutPath(source.env) } };
}

/** What the user has set besides; a PATH of the user's own is in the other one already. */
function withoutPath(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.toUpperCase() !== "PATH"));
}

/** Loaded when it is first needed: a server that profiles nothing starts without it. */
async function profileLoops(request: ProfileRequest): Promise<ProfileOutcome> {
  return await (await import("../bench/profile/profile.js")).profileLoops(request);
}

function toLoopProfile({ program, run, machine, loops, notes }: ProfileReport, cwd: string): LoopProfile {
  const { wallMs, exitStatus, interrupted } = run;
  const uriOf = namer(cwd);
  return {
    program,
    wallMs,
    exitStatus,
    interrupted,
    cores: machine.cores,
    loops: loops.map(({ loop: { file, line, column }, share, selfMs, totalMs, savesMs, partOf }) => {
      return { uri: uriOf(file), line, column, share, selfMs, totalMs, savesMs, partOf };
    }),
    notes,
  };
}

/** Files in a report are named relative to the folder of the run; Node follows symbolic links, the editor does not. */
function namer(cwd: string): (file: string) => string {
  const real = fs.existsSync(cwd) ? fs.realpathSync(cwd) : cwd;
  return (file) => {
    const full = path.resolve(cwd, file);
    const below = path.relative(real, full);
    const isBelow = below !== "" && !below.startsWith("..") && !path.isAbsolute(below);
    return pathToFileURL(isBelow ? path.join(cwd, below) : full).href;
  };
}

function createOutput(sendText: (text: string) => void) {
  let waiting = "";
  let left = mostOutput;
  let timer: NodeJS.Timeout | undefined;
  return { add, send };

  function add(text: string): void {
    if (left <= 0) return;
    waiting += text.slice(0, left);
    left -= text.length;
    if (left <= 0) waiting += "\n… (the rest of the output is left out)\n";
    timer ??= setTimeout(send, batchMs);
  }

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting !== "") sendText(waiting);
    waiting = "";
  }
}
