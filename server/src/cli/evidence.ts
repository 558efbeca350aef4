// `apply --observed`: what a trace has shown of a loop counts for this program, as long as its file is the one that was traced.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { observeLoop } from "../bench/trace/observeLoop.js";
import type { TraceReport } from "../bench/trace/traceReport.js";
import type { Workspace } from "../workspace/workspace.js";
import { UserProblem } from "./problem.js";

export interface EvidenceTarget {
  readonly workspace: Workspace;
  /** Absolute path of the file, and line of the loop. */
  readonly file: string;
  readonly line: number;
  readonly cwd: string;
}

/** @throws UserProblem for a file that is missing, no report, without evidence, or of another text or loop */
export function useEvidence(from: string, { workspace, file, line, cwd }: EvidenceTarget): void {
  const { evidence, answer } = readTrace(from, cwd);
  const again = "Trace it again: loopsmith bench --trace file:line --save trace.json -- npx tsx main.ts";
  if (evidence === null)
    throw new UserProblem(
      `${from} allows no rewrite: its answer is ${answer}.`,
      "loopsmith bench --trace tells why.",
      1,
    );
  if (path.resolve(cwd, evidence.file) !== path.normalize(file) || evidence.line !== line)
    throw new UserProblem(`${from} is of another loop, ${evidence.file}:${evidence.line}.`, again, 1);
  const text = workspace.readFile(file) ?? "";
  if (createHash("sha256").update(text).digest("hex") !== evidence.sha256)
    throw new UserProblem(`${evidence.file} has changed since it was traced.`, again, 1);
  observeLoop(workspace, file, evidence);
}

function readTrace(from: string, cwd: string): Pick<TraceReport, "evidence" | "answer"> {
  const full = path.resolve(cwd, from);
  if (!fs.existsSync(full))
    throw new UserProblem(`There is no file ${from}.`, "Write one with loopsmith bench --trace file:line --save FILE.");
  try {
    const report = JSON.parse(fs.readFileSync(full, "utf8")) as Partial<TraceReport>;
    if (report.version === 1 && report.answer !== undefined && report.evidence !== undefined)
      return { answer: report.answer, evidence: report.evidence };
  } catch {
    // What is no JSON at all gets the same answer.
  }
  throw new UserProblem(`${from} is no report of a trace.`, "Give a file that bench --trace wrote with --save.");
}
