// From a CPU profile of V8: how long one script kept the thread at a stretch. Pure.

/** What is used of a profile, as the inspector gives it; times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly url: string;
      readonly functionName: string;
      readonly lineNumber?: number;
      readonly columnNumber?: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly startTime: number;
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

export interface Stretch {
  /** Milliseconds. */
  readonly ms: number;
  /** The script's function that was entered first. */
  readonly entered: string;
}

/**
 * The longest time without a break in which the script was on the stack, its callees included. A sample without it ends a stretch.
 * Linear in the number of samples.
 * @param script end of the script's URL
 */
export function longestStretch({ nodes, samples = [], timeDeltas = [] }: CpuProfile, script: string): Stretch {
  const entered = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (id: number, own: string | undefined): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const { url, functionName, lineNumber = 0, columnNumber = 0 } = node.callFrame;
    // Steps of one list have no names, and follow one another in turns of their own.
    const name = `${functionName || "(anonymous)"}:${lineNumber + 1}:${columnNumber + 1}`;
    const found = own ?? (url.endsWith(script) ? name : undefined);
    if (found !== undefined) entered.set(id, found);
    for (const child of node.children ?? []) visit(child, found);
  };
  const [root] = nodes;
  if (root !== undefined) visit(root.id, undefined);
  let best: Stretch = { ms: 0, entered: "" };
  let since = 0;
  let name = "";
  for (const [index, sample] of samples.entries()) {
    const own = entered.get(sample);
    // A sample stands for the time until the next one.
    const ms = (timeDeltas[index + 1] ?? 0) / 1000;
    if (own === undefined || own !== name) since = 0;
    name = own ?? "";
    if (own !== undefined) since += ms;
    if (best.ms < since) best = { ms: since, entered: name };
  }
  return best;
}
