// The page of figures that `npm run bench:editor` writes. Pure.

/** Times in milliseconds, sizes in bytes. */
export interface Figures {
  readonly vscode: string;
  readonly node: string;
  readonly activationMs: number;
  /** Processor time of the host's thread. */
  readonly activationCpuMs: number;
  readonly serverReadyMs: number;
  readonly firstMarksMs: number;
  readonly keyToMarksMs: readonly number[];
  readonly longest: Readonly<
    Record<"activation" | "typing" | "scanning", { readonly ms: number; readonly entered: string }>
  >;
  readonly scan: { readonly ms: number; readonly files: number; readonly loops: number };
  readonly memory: {
    readonly hostBefore: number;
    readonly hostAfter: number;
    readonly server: { readonly now: number; readonly most: number };
  };
}

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  /** Processes that wanted to run in the minute before. */
  readonly load: number;
  readonly lines: number;
}

export function editorPage(figures: Figures, { cores, cpu, load, lines }: Machine): string {
  const { keyToMarksMs, longest, memory, scan } = figures;
  const sorted = [...keyToMarksMs].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const rows: readonly (readonly [string, string, string])[] = [
    ["activation of the extension", ms(figures.activationMs), "below 150 ms"],
    ["… processor time of the extension host's thread in it", ms(figures.activationCpuMs), "below 150 ms"],
    ["until the language server answers", ms(figures.serverReadyMs), ""],
    ["from opening a file of 3,000 lines to its first marks", ms(figures.firstMarksMs), ""],
    [
      `from a key to the marks in it, the pause of 200 ms included: median of ${sorted.length}, most`,
      `${ms(median)}, ${ms(sorted.at(-1) ?? 0)}`,
      "",
    ],
    ["longest stretch on the extension host's thread: while it is activated", ms(longest.activation.ms), "below 20 ms"],
    ["… while somebody types", ms(longest.typing.ms), "below 20 ms"],
    ["… while the workspace is scanned and listed", ms(longest.scanning.ms), "below 20 ms"],
    [`scan of ${scan.files} files with ${scan.loops} loops`, ms(scan.ms), ""],
    ["memory that the extension host gains, the profiles among it", mib(memory.hostAfter - memory.hostBefore), ""],
    [
      "memory of the language server: at the end, at the most",
      `${mib(memory.server.now)}, ${mib(memory.server.most)}`,
      "",
    ],
  ];
  const table = rows.map(([what, figure, wanted]) => `| ${what} | ${figure} | ${wanted} |`).join("\n");
  const busy =
    cores < load
      ? ` The machine was busy: ${load.toFixed(1)} other processes wanted to run on its ${cores} cores, so times are longer than they would be.`
      : "";
  return `# The extension in figures

Written by \`npm run bench:editor\`: VS Code ${figures.vscode} (Node ${figures.node}) on ${cores} cores (${cpu}), a generated workspace of ${lines.toLocaleString("en")} lines.${busy}

What is tried in a real editor, story by story, is listed [here](editor-stories.md).

| | measured | wanted |
| --- | --- | --- |
${table}

A stretch is the longest time in which V8's profiler (a sample every 0.5 ms) saw the extension's code on the stack of the extension host's thread
without a break, whatever it called included; the times are wall times. Another function of ours that follows at once counts as another stretch: each step of the activation is a turn of its own. What the extension host gains includes the profiler's own samples of the whole scan. The analysis runs in the language server, a process of its own. The times of activation are the median of three windows, five seconds after each was opened, without a profiler, which
makes loading code two to three times as long.

## Layout and undo

A rewrite comes laid out by the settings of the built-in formatter of TypeScript and JavaScript (\`typescript.format.*\`, the file's indentation), within
what it writes: the language server asks the editor for these settings and runs the same formatter before it hands the edit over, so that all of it is
one step to undo. Another formatter that is chosen as \`editor.defaultFormatter\` has its turn when files are saved, if \`editor.formatOnSave\` is on. It
cannot be asked before: the editor formats only text that an editor or a file already holds, its commands for that ignore the chosen formatter when an
extension asks, and whatever is changed after an edit is a further step to undo, which keeps the editor from taking the rewrite of several files back at once.

The editor saves after a refactoring. An undo while it still writes was lost for files that nobody had open, most often the manifest; Loopsmith opens
what an edit changes, without showing it, before the edit is made. New files come first in the edit and deleted ones last, so that all texts change in one
step: an undo right after the first of them took back that one alone. Tried in the editor of the tests with a manifest that nobody has open: an undo 50,
150, 300 and 400 ms, 1, 5 and 200 s after the rewrite takes all files back, and the editor shows what it has not saved. One that a machine sends in the very
moment in which the editor writes (0 ms) leaves files on disk that the editor takes for saved; this is the editor's own, and not mended.
`;
}

function ms(value: number): string {
  return value < 9.95 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

function mib(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
