// Profiles a program by loop: asks what to run, shows how far it is and what it prints, then which loops took the time.
import path from "node:path";
import * as vscode from "vscode";
import type { Server } from "../client.js";
import { readConfig } from "../config.js";
import type { LoopHeat } from "../heat.js";
import type { LoopProfile, ProfileResult } from "../protocol.js";
import { t } from "../text.js";
import { profileSummary } from "../views/heatLines.js";
import type { LoopsView } from "../views/loopsView.js";
import { askForProgram } from "./askForProgram.js";
import { messageOf, problem, refuse } from "./outcome.js";
import { asSource, type ProfileSource, sourceName } from "./profileChoices.js";
import { analysisStep, type ProfileStep, type RunTimes, runStep, withTime } from "./profileClock.js";

export interface ProgramProfiles extends vscode.Disposable {
  /**
   * @param source what to profile; asked for when it is none
   * @returns how it ended; the user has been told
   */
  run(source?: unknown): Promise<"shown" | "problem" | "cancelled" | "not started">;
  /** Ends the program and shows what is known. */
  end(): Promise<void>;
  /** Ends the program and shows nothing. */
  cancel(): void;
  state(): "idle" | "asking" | "running";
}

export interface ProfileParts {
  readonly server: Server;
  readonly heat: LoopHeat;
  readonly loops: LoopsView;
  readonly memory: vscode.Memento;
}

const profilingContext = "loopsmith.profiling";
const lastKey = "profile.last";
const timesKey = "profile.times";

export function createProgramProfiles({ server, heat, loops, memory }: ProfileParts): ProgramProfiles {
  const output = vscode.window.createOutputChannel(t("Loopsmith: Profiled Program"));
  let ids = 0;
  let state: ReturnType<ProgramProfiles["state"]> = "idle";
  let running: { readonly id: number; readonly source: vscode.CancellationTokenSource } | undefined;
  return {
    run,
    end: async () => {
      if (running !== undefined) await server.endProfile({ id: running.id });
    },
    cancel: () => running?.source.cancel(),
    state: () => state,
    dispose: () => {
      running?.source.cancel();
      output.dispose();
    },
  };

  async function run(wanted?: unknown) {
    if (!vscode.workspace.isTrusted)
      return refuse(t("A profile runs your program, and this workspace is not trusted. Trust it, then profile again."));
    if (state !== "idle")
      return refuse(t("A profile is running already. Wait for its end or cancel it, then profile again."));
    state = "asking";
    try {
      const source = asSource(wanted) ?? (await askForProgram(asSource(memory.get(lastKey))));
      if (source === undefined) return "not started" as const;
      await memory.update(lastKey, source);
      // What runs is what lies on disk; lines of unsaved text would be others.
      if ("command" in source) await vscode.workspace.saveAll(false);
      state = "running";
      return await profile(source);
    } finally {
      state = "idle";
    }
  }

  async function profile(source: ProfileSource) {
    const id = ++ids;
    const log = server.client.outputChannel;
    log.info(`profile ${id}: ${sourceName(source)}`);
    const cancel = new vscode.CancellationTokenSource();
    running = { id, source: cancel };
    await vscode.commands.executeCommand("setContext", profilingContext, true);
    const pending = heat.begin();
    try {
      const result = await watched(id, source, cancel);
      if (result.kind === "cancelled" || cancel.token.isCancellationRequested) {
        output.appendLine(t("[The profile was cancelled.]"));
        log.info(`profile ${id}: cancelled`);
        return "cancelled" as const;
      }
      if (result.kind === "problem") {
        log.error(`profile ${id}: ${result.message} ${result.help}`);
        return problem(result.message, result.help);
      }
      const { wallMs, interrupted, loops: hot, notes } = result.profile;
      log.info(`profile ${id}: ${Math.round(wallMs)} ms, ${hot.length} hot loops`);
      for (const note of notes) log.warn(`profile ${id}: ${note}`);
      if (!interrupted) await memory.update(timesKey, withTime(times(), keyOf(source), wallMs));
      await loops.reveal();
      // After the view has the focus: an editor that loses it drops the lenses that it was about to ask for.
      pending.show(result.profile);
      show(result.profile);
      return "shown" as const;
    } catch (error) {
      if (cancel.token.isCancellationRequested) return "cancelled" as const;
      return problem(
        t("The program could not be profiled: {0}.", messageOf(error)),
        t("Look at the output channel “Loopsmith”."),
      );
    } finally {
      running = undefined;
      cancel.dispose();
      await vscode.commands.executeCommand("setContext", profilingContext, false);
    }
  }

  /** Shows progress until the server answers. */
  async function watched(
    id: number,
    source: ProfileSource,
    cancel: vscode.CancellationTokenSource,
  ): Promise<ProfileResult> {
    const log = server.client.outputChannel;
    const title = t("Profile of {0}", sourceName(source));
    const location = vscode.ProgressLocation.Notification;
    if ("command" in source) {
      output.replace(`> ${sourceName(source)}\n`);
      output.show(true);
    }
    return await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
      const begin = Date.now();
      const last = times()[keyOf(source)];
      let analysis: { readonly begin: number; readonly before: number } | undefined;
      let told = 0;
      const tell = ({ message, done }: ProfileStep) => {
        const increment = done === undefined ? 0 : Math.max(0, 100 * done - told);
        told += increment;
        progress.report(increment === 0 ? { message } : { message, increment });
      };
      const tick = () => tell(runStep(Date.now() - begin, last));
      const clock = "command" in source ? setInterval(tick, 1000) : undefined;
      const reports = server.onProfileProgress(({ id: own, output: printed, message, analysed }) => {
        if (own !== id) return;
        if (printed !== undefined) output.append(printed);
        if (message === undefined && analysed === undefined) return;
        clearInterval(clock);
        analysis ??= { begin: Date.now(), before: told / 100 };
        if (message !== undefined) log.debug(`profile ${id}: ${message}`);
        if (analysed === undefined) progress.report({ message: t("analysing loops") });
        else tell(analysisStep(Date.now() - analysis.begin, analysed, analysis.before));
      });
      const byUser = token.onCancellationRequested(() => cancel.cancel());
      try {
        return await server.profile({ id, ...paramsOf(source) }, cancel.token);
      } finally {
        clearInterval(clock);
        reports.dispose();
        byUser.dispose();
      }
    });
  }

  function times(): RunTimes {
    return memory.get<RunTimes>(timesKey, {});
  }

  function show({ program, wallMs, loops: hot, notes }: LoopProfile): void {
    for (const note of notes) output.appendLine(`[${note}]`);
    loops.groupBy("saving");
    const name = path.isAbsolute(program) ? path.basename(program) : program;
    // Not awaited: the message stays until the user closes it.
    void vscode.window.showInformationMessage(profileSummary(name, wallMs, hot));
  }
}

function keyOf(source: ProfileSource): string {
  return "file" in source ? source.file : JSON.stringify([source.cwd, ...source.command]);
}

function paramsOf(source: ProfileSource) {
  if ("command" in source) {
    const { cwd, command, env } = source;
    const node = readConfig(vscode.Uri.file(cwd)).nodePath;
    return { cwd, node, source: env === undefined ? { command } : { command, env } };
  }
  const folder =
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(source.file)) ?? vscode.workspace.workspaceFolders?.[0];
  return { cwd: folder?.uri.fsPath ?? path.dirname(source.file), source: { file: source.file } };
}
