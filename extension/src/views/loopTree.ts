// What the Loops view shows: groups of loops, by file, by verdict and reason, or by what they would save. Pure: loopsView.ts shows it.
import type { ScannedLoop } from "../protocol.js";
import { t } from "../text.js";

export const groupings = ["file", "reason", "saving"] as const;
export type Grouping = (typeof groupings)[number];

export interface FileLoops {
  /** As the editor writes it. */
  readonly uri: string;
  /** As the user knows it: relative to the workspace. */
  readonly path: string;
  readonly loops: readonly ScannedLoop[];
}

/** What a profile says of one loop. Times in milliseconds. */
export interface Heat {
  /** Part of the run's busy time, 0 to 1. */
  readonly share: number;
  readonly savesMs: number;
  /** `file:line` of the promising loop around it, whose saving holds its own. */
  readonly partOf: string | null;
}

export interface LoopNode {
  readonly kind: "loop";
  readonly id: string;
  readonly uri: string;
  readonly path: string;
  readonly loop: ScannedLoop;
  readonly heat: Heat | undefined;
}

export interface GroupNode {
  readonly kind: "group";
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: "file" | "promising" | "parallel" | "serial" | "unasked" | "hot" | "more";
  /** Only for a group by file. */
  readonly uri: string | undefined;
  readonly loops: readonly LoopNode[];
}

export type TreeNode = GroupNode | LoopNode;

export interface TreeOptions {
  readonly grouping: Grouping;
  /** Words that all have to stand in path, function, text or reason of a loop; empty: all loops. */
  readonly filter: string;
  readonly heatOf: (uri: string, line: number, column: number) => Heat | undefined;
}

/** So many loops of a group are shown at once; the rest behind one more node. The editor draws only what is seen, but makes all. */
export const mostShown = 200;

/**
 * The first level of the tree. Linear in the number of loops, but for sorting within groups.
 */
export function loopGroups(
  files: readonly FileLoops[],
  { grouping, filter, heatOf }: TreeOptions,
): readonly GroupNode[] {
  const wanted = matcher(filter);
  const nodes = files.map((file) => {
    const own = nodesOf(file, heatOf);
    return wanted === undefined ? own : own.filter(({ path, loop }) => wanted(path, loop));
  });
  return { file: byFile, reason: byReason, saving: bySaving }[grouping](nodes);
}

/** While a workspace is scanned the tree is made many times a second, and all but a few files are as they were. */
const unheated = new WeakMap<FileLoops, readonly LoopNode[]>();

function nodesOf(file: FileLoops, heatOf: TreeOptions["heatOf"]): readonly LoopNode[] {
  const known = unheated.get(file) ?? cold(file);
  unheated.set(file, known);
  const heats = known.map(({ uri, loop }) => heatOf(uri, loop.line, loop.column));
  if (heats.every((heat) => heat === undefined)) return known;
  return known.map((node, at) => ({ ...node, heat: heats[at] }));
}

function cold({ uri, path, loops }: FileLoops): readonly LoopNode[] {
  return loops.map((loop) => {
    const id = `${uri}#${loop.line}:${loop.column}`;
    return { kind: "loop", id, uri, path, loop, heat: undefined };
  });
}

/** What stands below a node: the loops of a group, the first of them when there are many. */
export function childrenOf(node: TreeNode): readonly TreeNode[] {
  if (node.kind === "loop") return [];
  if (node.loops.length <= mostShown) return node.loops;
  const rest = node.loops.slice(mostShown);
  const more = group(`${node.id}+`, t("{0} more", rest.length), "more", rest, "");
  return [...node.loops.slice(0, mostShown), more];
}

/** @returns loops worth the trouble, all loops */
export function countLoops(files: readonly FileLoops[]): { readonly promising: number; readonly all: number } {
  let promising = 0;
  let all = 0;
  for (const { loops } of files) {
    all += loops.length;
    for (const loop of loops) if (loop.promising) promising++;
  }
  return { promising, all };
}

/** Undefined where all loops are wanted. */
function matcher(filter: string): ((path: string, loop: ScannedLoop) => boolean) | undefined {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  return (path, loop) => {
    const reasons = loop.reasons.map(({ id, message }) => `${id} ${message}`).join(" ");
    const text = `${path} ${loop.function} ${loop.text} ${loop.verdict} ${reasons}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

type NodesByFile = readonly (readonly LoopNode[])[];

const fileGroups = new WeakMap<readonly LoopNode[], GroupNode>();

function byFile(nodes: NodesByFile): readonly GroupNode[] {
  return nodes
    .filter((loops) => 0 < loops.length)
    .map((loops) => {
      const known = fileGroups.get(loops) ?? fileGroup(loops);
      fileGroups.set(loops, known);
      return known;
    })
    .sort(byLabel);
}

function fileGroup(loops: readonly LoopNode[]): GroupNode {
  const { uri, path } = loops[0]!;
  const promising = loops.filter(({ loop }) => loop.promising).length;
  const count = promising === 0 ? String(loops.length) : t("{0} of {1} worth it", promising, loops.length);
  return { ...group(uri, path, "file", loops, count), uri };
}

/** Not by the rules of a language, which take ten times as long for the paths of a large workspace. */
function byLabel(a: GroupNode, b: GroupNode): number {
  return a.label < b.label ? -1 : 1;
}

function byReason(byFiles: NodesByFile): readonly GroupNode[] {
  const nodes = byFiles.flat();
  const promising = nodes.filter(({ loop }) => loop.promising);
  const parallel = nodes.filter(({ loop }) => loop.verdict === "parallel" && !loop.promising);
  const serial = nodes.filter(({ loop }) => loop.verdict === "serial");
  const unasked = nodes.filter(({ loop }) => loop.verdict === "unasked");
  const untold = serial.filter(({ loop }) => loop.reasons.length === 0);
  // A loop stands under each of its reasons: every one of them is in the way.
  const reasons = new Map<string, LoopNode[]>();
  for (const node of serial)
    for (const id of new Set(node.loop.reasons.map((reason) => reason.id)))
      add(reasons, id, { ...node, id: `${id} ${node.id}` });
  return [
    group("promising", t("Can run on all cores"), "promising", promising),
    group("parallel", t("Can run on all cores, but does not pay"), "parallel", parallel),
    ...[...reasons]
      .map(([id, loops]) => group(`reason ${id}`, t("In order: {0}", id.replaceAll("-", " ")), "serial", loops))
      .sort((a, b) => b.loops.length - a.loops.length),
    group("serial", t("Has to run in order"), "serial", untold),
    group("unasked", t("Would not pay on all cores"), "unasked", unasked),
  ].filter(({ loops }) => loops.length > 0);
}

function bySaving(byFiles: NodesByFile): readonly GroupNode[] {
  const nodes = byFiles.flat();
  const hot = nodes.filter(({ heat }) => heat !== undefined);
  const saves = (node: LoopNode) => node.heat?.savesMs ?? 0;
  const share = (node: LoopNode) => node.heat?.share ?? 0;
  const saving = hot.filter((node) => saves(node) > 0 && node.heat?.partOf === null);
  const isSaving = new Set(saving);
  const others = hot.filter((node) => !isSaving.has(node));
  const rest = nodes.filter(({ heat, loop }) => heat === undefined && loop.promising);
  const label = hot.length === 0 ? t("Worth it, by work per iteration") : t("Worth it, not seen in the profile");
  return [
    group(
      "saving",
      t("Saves time on all cores"),
      "hot",
      saving.sort((a, b) => saves(b) - saves(a)),
    ),
    group(
      "hot",
      t("Takes time, saves none"),
      "serial",
      others.sort((a, b) => share(b) - share(a)),
    ),
    group(
      "rest",
      label,
      "promising",
      rest.sort((a, b) => b.loop.workPerIteration - a.loop.workPerIteration),
    ),
  ].filter(({ loops }) => loops.length > 0);
}

function group(
  id: string,
  label: string,
  icon: GroupNode["icon"],
  loops: readonly LoopNode[],
  description = String(loops.length),
): GroupNode {
  return { kind: "group", id, label, description, icon, uri: undefined, loops };
}

function add<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [item]);
  else known.push(item);
}
