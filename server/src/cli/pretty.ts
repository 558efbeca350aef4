// The verdicts as a person reads them: promising loops first and foremost, everything on request.
import type { KernelReport } from "../analysis/kernelReports.js";
import type { LoopReport } from "../analysis/loopReport.js";
import { type Paint, painter } from "./style.js";

export interface PrettyOptions {
  readonly all: boolean;
  readonly color: boolean;
}

/** @param texts the files' texts, by shown path, for the code under each finding */
export function prettyLoops(
  loops: readonly LoopReport[],
  texts: ReadonlyMap<string, string>,
  { all, color }: PrettyOptions,
): string {
  const paint = painter(color);
  const shown = all ? loops : loops.filter((loop) => loop.verdict === "parallel" && loop.profit.promising);
  const blocks = shown.map((loop) => block(loop, texts, paint));
  return [...blocks, summary(loops, shown, paint)].join("\n");
}

/** Kernels that have become unsafe, one block each. */
export function prettyKernels(
  kernels: readonly KernelReport[],
  texts: ReadonlyMap<string, string>,
  color: boolean,
): readonly string[] {
  const paint = painter(color);
  return kernels.map(({ file, line, column, severity, kernel, call, message, help, id }) => {
    const verdict = severity === "warning" ? paint("red", "unsafe kernel") : paint("yellow", "kernel to know about");
    const owner = paint("dim", `${kernel === "" ? "" : `  ${kernel},`}  called at ${call.file}:${call.line}`);
    const code = texts.get(file)?.split(/\r?\n/)[line - 1]?.trim() ?? "";
    return `${[
      `${paint("bold", `${file}:${line}:${column}`)}  ${verdict}${owner}`,
      `    ${paint("dim", code)}`,
      `    ${message} ${paint("dim", `[${id}]`)}`,
      `      ${paint("dim", "→")} ${help}`,
    ].join("\n")}\n`;
  });
}

function block(loop: LoopReport, texts: ReadonlyMap<string, string>, paint: Paint): string {
  const place = `${loop.file}:${loop.line}:${loop.column}`;
  const verdict =
    loop.verdict === "parallel"
      ? paint(loop.profit.promising ? "green" : "cyan", `parallel (${loop.pattern})`)
      : paint("yellow", "serial");
  const owner = loop.function === "" ? "" : paint("dim", `  in ${loop.function}`);
  const code = texts.get(loop.file)?.split(/\r?\n/)[loop.line - 1]?.trim() ?? "";
  const lines = [`${paint("bold", place)}  ${verdict}${owner}`, `    ${paint("dim", code)}`];
  if (loop.verdict === "parallel") {
    lines.push(`    ${loop.profit.why}`);
    for (const assumption of loop.assumptions)
      lines.push(`    ${paint("dim", `${assumption.kind}:`)} ${assumption.message}`);
    for (const transform of loop.transforms)
      if (transform.disabledReason !== null)
        lines.push(`    ${paint("dim", `${transform.id} not offered:`)} ${transform.disabledReason}`);
  }
  for (const reason of loop.reasons) {
    lines.push(`    ${paint("yellow", `line ${reason.line}`)} ${reason.message} ${paint("dim", `[${reason.id}]`)}`);
    lines.push(`      ${paint("dim", "→")} ${reason.help}`);
  }
  return `${lines.join("\n")}\n`;
}

function summary(loops: readonly LoopReport[], shown: readonly LoopReport[], paint: Paint): string {
  const parallel = loops.filter((loop) => loop.verdict === "parallel");
  const worth = parallel.filter((loop) => loop.profit.promising);
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
  const unasked = loops.filter((loop) => loop.verdict === "unasked").length;
  const serial = loops.length - parallel.length - unasked;
  const small = unasked === 0 ? "" : `, ${unasked} that would not pay`;
  const line = paint(
    "bold",
    `${count(loops.length, "loop")}: ${parallel.length} parallel (${worth.length} worth it), ${serial} serial${small}`,
  );
  const hidden = loops.length - shown.length;
  const more = hidden > 0 ? `\n${paint("dim", `--all shows the other ${hidden}, with the reasons.`)}` : "";
  const [first] = worth;
  const next = first === undefined ? "" : `\n${paint("dim", `Next: loopsmith apply ${first.file}:${first.line}`)}`;
  return line + more + next;
}
