// One measurement of `npm run bench:check` in a process of its own. Prints a JSON line.
// Usage: child.ts types|check|reasons|edit <folder with a tsconfig.json> [edits]
import { ts } from "ts-morph";
import { loopReports } from "../../server/src/analysis/facade.js";
import { type CancellationToken, Cancelled, runInSlices, runToEnd } from "../../server/src/workspace/cancellation.js";
import { isProblem, openWorkspace, type Workspace } from "../../server/src/workspace/workspace.js";

const [mode = "", folder = "", edits = "40"] = process.argv.slice(2);
const opened = openWorkspace({ cwd: folder });
if (isProblem(opened)) throw new Error(opened.message);
const began = performance.now();
const program = opened.program();
const loadMs = performance.now() - began;
const files = opened.ownFiles();
const lines = files.reduce((sum, file) => sum + (program.getSourceFile(file)?.getLineStarts().length ?? 0), 0);

if (mode === "types")
  tell(timed(() => files.map((file) => program.getSemanticDiagnostics(program.getSourceFile(file)))));
else if (mode === "check" || mode === "reasons") {
  // `loopsmith check` shows the promising loops and counts the others; with `--all` or as JSON it tells every reason.
  const detail = mode === "check" ? "marks" : "reasons";
  let loops = 0;
  const times = timed(() => {
    const all = files.flatMap((file) => [...runToEnd(loopReports(opened, file, undefined, detail))]);
    JSON.stringify(all);
    loops = all.length;
  });
  tell({ ...times, loops });
} else tell(await editing(opened));

function tell(result: object): void {
  // Of the operating system: what both ways hold at most.
  const memory = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ lines, files: files.length, loadMs, memory, ...result }));
}

/** On the wall clock, and of the processor: the latter says more on a machine that does other things, too. */
function timed(work: () => void): { workMs: number; processorMs: number } {
  const start = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return { workMs: performance.now() - start, processorMs: (user + system) / 1000 };
}

/** What the editor shows after an edit. The reasons of a loop are asked for when somebody points at it. */
function marks(workspace: Workspace, file: string, token?: CancellationToken) {
  return loopReports(workspace, file, token, "marks");
}

/** Changes one line after the other of the file that is nearest to 3,000 lines, and asks for its verdicts. */
async function editing(workspace: Workspace): Promise<object> {
  const sizeOf = (name: string) => program.getSourceFile(name)?.getLineStarts().length ?? 0;
  const file = [...files].sort((a, b) => Math.abs(sizeOf(a) - 3000) - Math.abs(sizeOf(b) - 3000))[0]!;
  const text = workspace.readFile(file) ?? "";
  await runInSlices(marks(workspace, file));
  const places = statementEnds(program.getSourceFile(file)!);
  const latencies: number[] = [];
  const programs: number[] = [];
  const cancellations: number[] = [];
  const count = Number(edits);
  for (let edit = 0; edit < count; edit++) {
    const at = places[Math.floor((edit / count) * places.length)]!;
    const isComment = edit % 4 === 0;
    const changed = `${text.slice(0, at)}${isComment ? ` // ${edit}` : `; void ${edit};`}${text.slice(at)}`;
    const start = performance.now();
    workspace.setDocument(file, edit + 1, changed);
    workspace.program();
    programs.push(performance.now() - start);
    await runInSlices(marks(workspace, file));
    latencies.push(performance.now() - start);
  }
  for (let edit = 0; edit < count; edit++) {
    workspace.setDocument(file, count + edit + 1, `${text}\nvoid ${edit};\n`);
    workspace.program();
    const token = { isCancellationRequested: false };
    const work = runInSlices(marks(workspace, file, token), token);
    let asked = 0;
    setTimeout(
      () => {
        asked = performance.now();
        token.isCancellationRequested = true;
      },
      (latencies[edit]! * edit) / count / 2,
    );
    const cancelled = await work.then(
      () => false,
      (error: unknown) => error instanceof Cancelled,
    );
    if (cancelled) cancellations.push(performance.now() - asked);
  }
  return { file, fileLines: sizeOf(file), latencies, programs, cancellations };
}

/** Behind statements in functions, in source order: one more fits in. */
function statementEnds(sourceFile: ts.SourceFile): readonly number[] {
  const ends: number[] = [];
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (isInFunction && (ts.isVariableStatement(node) || ts.isExpressionStatement(node))) ends.push(node.end);
    const isInside = isInFunction || ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => visit(child, isInside));
  };
  visit(sourceFile, false);
  if (ends.length === 0) throw new Error(`${sourceFile.fileName} has no statement behind which one fits.`);
  return ends;
}
