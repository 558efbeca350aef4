// Lets the evidence of a trace count for the program of a workspace.
import { observe } from "../../accesses/observed.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { findLoopsStepwise } from "../../loops/findLoops.js";
import { runToEnd } from "../../workspace/cancellation.js";
import type { Workspace } from "../../workspace/workspace.js";
import type { TraceEvidence } from "./traceReport.js";

/** Before anything is asked of the program, and for as long as nothing in it changes. */
export function observeLoop(workspace: Workspace, file: string, { line, pureFunctions, apart }: TraceEvidence): void {
  const program = workspace.program();
  const source = program.getSourceFile(file.replaceAll("\\", "/"));
  if (source === undefined) return;
  const loops = runToEnd(findLoopsStepwise(source, createAnalysisContext(program).checker));
  const lineOf = (start: number) => source.getLineAndCharacterOfPosition(start).line + 1;
  const loop = loops.find(({ node }) => lineOf(node.getStart()) === line);
  if (loop === undefined) return;
  observe(program, {
    pureFunctions: new Set(pureFunctions),
    apart: apart ? { file: source.fileName, start: loop.node.getStart() } : undefined,
  });
}
