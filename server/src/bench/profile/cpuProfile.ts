// Reads V8's CPU profiles, and adds up per node of the call tree how long each of its lines ran.
import type { ProfiledScript, ThreadProfile } from "@loopsmith/runner/bench";

/** A node of the call tree: one function, reached over one path of calls. Lines and columns are counted from 0, as V8 does. */
export interface ProfileNode {
  readonly name: string;
  readonly scriptId: string;
  readonly url: string;
  /** Where the function begins, in the text that ran. */
  readonly line: number;
  readonly column: number;
  readonly parent: ProfileNode | undefined;
  /** Time at this node itself, in milliseconds. */
  readonly selfMs: number;
  /** The same by line of the text that ran; may add up to less. */
  readonly lines: readonly { readonly line: number; readonly ms: number }[];
}

/** One thread of the run. */
export interface ThreadTimes {
  readonly pid: number;
  readonly thread: number;
  /** Every node comes behind its parent. */
  readonly nodes: readonly ProfileNode[];
  readonly scripts: ReadonlyMap<string, ProfiledScript>;
  /** On the machine's own clock, the same for all threads of a run, in milliseconds. */
  readonly startMs: number;
  readonly wallMs: number;
  /** Of this, the time in which something ran. */
  readonly busyMs: number;
  readonly collectionMs: number;
  readonly samples: number;
}

interface RawNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  readonly hitCount?: number;
  readonly children?: readonly number[];
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

/**
 * Reads a file of the profiling hook, or a `.cpuprofile` recorded elsewhere.
 * @returns undefined when the text is neither
 */
export function readThreadTimes(text: string): ThreadTimes | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof document !== "object" || document === null) return undefined;
  if ("profile" in document && "scripts" in document) {
    const { profile, pid, thread, scripts } = document as ThreadProfile;
    return isProfile(profile) ? timesOf(profile, pid, thread, scripts) : undefined;
  }
  return isProfile(document) ? timesOf(document, 0, 0, []) : undefined;
}

interface RawProfile {
  readonly nodes: readonly RawNode[];
  /** Microseconds. */
  readonly startTime: number;
  readonly endTime: number;
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

function isProfile(value: object): value is RawProfile {
  const { nodes, startTime, endTime } = value as Partial<RawProfile>;
  const isNode = (node: Partial<RawNode>) => typeof node.id === "number" && typeof node.callFrame?.url === "string";
  return Array.isArray(nodes) && nodes.every(isNode) && typeof startTime === "number" && typeof endTime === "number";
}

/** Where a thread is asleep: V8's own word for an empty event loop, and functions of Node that block until others are done. */
const waiting = new Set([
  " (idle)",
  "node:internal/child_process spawnSync",
  "node:internal/modules/esm/hooks makeSyncRequest",
  "node:internal/modules/esm/hooks waitForWorker",
]);

/** The profiler's own part in the profiled program. */
export function isHook(url: string): boolean {
  return /[\\/]profileHook\.cjs$/.test(url);
}

function timesOf(profile: RawProfile, pid: number, thread: number, scripts: readonly ProfiledScript[]): ThreadTimes {
  const self = selfTimes(profile);
  const parents = new Map<number, number>();
  for (const { id, children } of profile.nodes) for (const child of children ?? []) parents.set(child, id);
  const raw = new Map(profile.nodes.map((node) => [node.id, node]));
  const made = new Map<number, ProfileNode>();
  const nodes: ProfileNode[] = [];
  // Parents first, without recursion: stacks are deep.
  for (const { id } of profile.nodes) {
    const chain: number[] = [];
    for (let at: number | undefined = id; at !== undefined && !made.has(at); at = parents.get(at)) chain.push(at);
    for (const each of chain.reverse()) {
      const node = makeNode(raw.get(each)!, made.get(parents.get(each) ?? -1), self.get(each) ?? 0);
      made.set(each, node);
      nodes.push(node);
    }
  }
  const total = (wanted: (node: ProfileNode) => boolean) =>
    nodes.reduce((sum, node) => sum + (wanted(node) ? node.selfMs : 0), 0);
  return {
    pid,
    thread,
    nodes,
    // A profile recorded elsewhere does not say where source maps are: the files themselves will.
    scripts: new Map(
      [
        ...nodes.flatMap(({ scriptId, url }) => (url === "" ? [] : { scriptId, url, sourceMapUrl: "" })),
        ...scripts,
      ].map((script) => [script.scriptId, script]),
    ),
    startMs: profile.startTime / 1000,
    wallMs: (profile.endTime - profile.startTime) / 1000,
    busyMs: total(({ name, url }) => !waiting.has(`${url} ${name}`) && !isHook(url)),
    collectionMs: total(({ name, url }) => url === "" && name === "(garbage collector)"),
    samples: profile.nodes.reduce((sum, node) => sum + (node.hitCount ?? 0), 0),
  };
}

function makeNode({ callFrame, positionTicks = [] }: RawNode, parent: ProfileNode | undefined, selfMs: number) {
  const ticks = positionTicks.reduce((sum, each) => sum + each.ticks, 0);
  return {
    name: callFrame.functionName,
    scriptId: callFrame.scriptId,
    url: callFrame.url,
    line: callFrame.lineNumber,
    column: callFrame.columnNumber,
    parent,
    selfMs,
    // The protocol counts the lines of ticks from 1, those of functions from 0.
    lines: positionTicks.map((each) => ({ line: each.line - 1, ms: (selfMs * each.ticks) / ticks })),
  };
}

/** A sample stands for the time until the next one. Without samples, for its share of the run. */
function selfTimes({ nodes, samples, timeDeltas, startTime, endTime }: RawProfile): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  const add = (id: number, us: number) => times.set(id, (times.get(id) ?? 0) + us / 1000);
  if (samples === undefined || timeDeltas === undefined || samples.length === 0) {
    const hits = nodes.reduce((sum, node) => sum + (node.hitCount ?? 0), 0);
    for (const { id, hitCount = 0 } of nodes) if (hitCount > 0) add(id, ((endTime - startTime) * hitCount) / hits);
    return times;
  }
  for (let at = 0; at < samples.length; at++) {
    // Clocks of several cores may differ by a little, and the last sample lasts as long as the one before.
    add(samples[at]!, Math.max(0, timeDeltas[at + 1] ?? timeDeltas[at] ?? 0));
  }
  return times;
}
