// From what was traced to a report in words.
import path from "node:path";
import {
  type TracedDependence,
  type TracedImpurity,
  type TracedUnknown,
  type TraceResult,
  thisMachine,
} from "@loopsmith/runner/bench";
import { ts } from "ts-morph";
import type { FoundLoop } from "../findLoop.js";
import type { Judged } from "./judge.js";
import { packageFunctions } from "./onTrial.js";
import type { TraceRequest } from "./trace.js";
import type { TraceConflict, TracedFunction, TraceFinding, TracePlace, TraceReport } from "./traceReport.js";
import type { TraceSites } from "./traceSites.js";

export interface Traced {
  readonly request: TraceRequest;
  readonly found: FoundLoop;
  readonly result: TraceResult;
  readonly slowdown: number | null;
  readonly sites: TraceSites;
  readonly judged: Judged;
}

/** More of a kind say no more. */
const SHOWN = 20;

/** The report, but for what it allows. */
export function explain({ request, found, result, slowdown, sites, judged }: Traced): TraceReport {
  const { cwd, command, node } = request;
  const { analysis, sourceFile, file, line } = found;
  const { verdict } = analysis;
  const placeOf = (number: number) => place(number, sites, cwd, file);
  const conflict = (each: TracedDependence) => conflictOf(each, placeOf);
  const { unknowns } = result;
  const conflicts = judged.conflicts.map(conflict);
  return {
    version: 1,
    date: new Date().toISOString(),
    machine: node === undefined ? thisMachine() : { ...thisMachine(), node: node.version, nodeFrom: node.from },
    program: command.join(" "),
    loop: {
      file: path.relative(cwd, file).replaceAll("\\", "/"),
      line,
      text: sourceFile.text.split(/\r?\n/)[line - 1]!.trim(),
    },
    // A conflict stands, whatever else is not known.
    answer:
      conflicts.length > 0 ? "conflict" : unknowns.length > 0 || result.traced === 0 ? "not-known" : "no-conflict",
    undecided: verdict.kind === "serial" ? verdict.reasons.map(({ message }) => message) : [],
    run: {
      ended: result.ended,
      iterations: result.iterations,
      traced: result.traced,
      accesses: result.accesses,
      ms: result.ms,
      slowdown,
    },
    conflicts: conflicts.slice(0, SHOWN),
    inOrder: judged.inOrder.map(conflict).slice(0, SHOWN),
    unknowns: distinct(unknowns.map((each) => unknownOf(each, placeOf))).slice(0, SHOWN),
    functions: functionsOf(result, found, sites, placeOf),
    evidence: null,
    withoutEvidence: null,
  };
}

type PlaceOf = (number: number) => TracePlace;

function place(number: number, sites: TraceSites, cwd: string, loopFile: string): TracePlace {
  const site = sites.of(number);
  if (site === undefined) return { file: path.relative(cwd, loopFile), line: 0, column: 0, text: "" };
  const { file, line, column, text } = site;
  const relative = path.relative(cwd, file).replaceAll("\\", "/");
  const inPackages = relative.lastIndexOf("node_modules/");
  return { file: inPackages === -1 ? relative : relative.slice(inPackages), line, column, text };
}

function conflictOf(
  { kind, source, sink, iterations, count, place: where, key }: TracedDependence,
  placeOf: PlaceOf,
): TraceConflict {
  const [before, after] = [placeOf(source.site), placeOf(sink.site)];
  const at = where === "variable" || key === "" ? "" : ` (${/^\d+$/.test(key) ? `element ${key}` : `\`${key}\``})`;
  const [did, does] = verbs[kind as TraceConflict["kind"]];
  const message = `Iteration ${iterations[1]} ${does} with \`${after.text}\` (${shown(after)}) what iteration ${iterations[0]} ${did} with \`${before.text}\` (${shown(before)})${at}.`;
  return { kind: kind as TraceConflict["kind"], source: before, sink: after, iterations, count, message };
}

/** What the earlier iteration did, and the later one does. */
const verbs = {
  flow: ["wrote", "reads"],
  anti: ["read", "writes"],
  output: ["wrote", "overwrites"],
} as const;

function shown({ file, line }: TracePlace): string {
  return `${file}:${line}`;
}

function unknownOf({ site, what }: TracedUnknown, placeOf: PlaceOf): TraceFinding {
  const at = placeOf(site);
  return { place: at, message: `\`${what}\` (${shown(at)}) cannot be looked into, so what it touches is not known.` };
}

function functionsOf(
  { impure, trials }: TraceResult,
  { context }: FoundLoop,
  sites: TraceSites,
  placeOf: PlaceOf,
): readonly TracedFunction[] {
  const findings = new Map<string, TraceFinding[]>();
  for (const number of trials) {
    const call = sites.node(number);
    if (call === undefined || !ts.isCallExpression(call)) continue;
    for (const name of packageFunctions(call, context.checker)) {
      const list = findings.get(name) ?? [];
      findings.set(name, list);
      list.push(...impure.filter((each) => each.call === number).map((each) => impurityOf(each, placeOf)));
    }
  }
  return [...findings].map(([name, list]) => ({ name, isPure: list.length === 0, findings: distinct(list) }));
}

function impurityOf({ site, what }: TracedImpurity, placeOf: PlaceOf): TraceFinding {
  const at = placeOf(site);
  return { place: at, message: `It ${what}: \`${at.text}\` (${shown(at)}).` };
}

function distinct(findings: readonly TraceFinding[]): readonly TraceFinding[] {
  return [...new Map(findings.map((each) => [each.message, each])).values()];
}
