// The type of a unit that looks for one kind of obstacle, and the helper that makes a reason of a place.
import type { ts } from "ts-morph";
import type { Body } from "../body.js";
import type { Place, RejectReason } from "../verdict.js";

/** Looks for one kind of obstacle in the body of a loop and returns every place where it stands. */
export type ReasonCheck = (body: Body) => readonly RejectReason[];

export function placeOf(node: ts.Node): Place {
  return { file: node.getSourceFile().fileName, start: node.getStart(), end: node.getEnd() };
}

export function reason(id: string, node: ts.Node, message: string, help: string): RejectReason {
  return { id, place: placeOf(node), message, help };
}

/** The author's own words for an expression, shortened. */
export function words(node: ts.Node): string {
  // Enough for the words shown, however long the expression is.
  const start = node.getStart();
  const shown = node.getSourceFile().text.slice(start, Math.min(node.end, start + 400));
  const text = shown.replace(/\s+/g, " ");
  return text.length <= 48 ? text : `${text.slice(0, 45)}…`;
}

/** Line of a node in its file, counted from 1. */
export function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
