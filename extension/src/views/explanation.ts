// The points that explain a verdict, in words. Pure.
import type { LoopReport } from "../protocol.js";
import { t } from "../text.js";

export interface Point {
  readonly label: string;
  readonly detail: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** All reasons of a refusal; of a yes, what it pays and what it rests on. */
export function explanation(loop: LoopReport): { readonly title: string; readonly points: readonly Point[] } {
  const { line, column } = loop;
  if (loop.verdict === "serial") {
    const points = loop.reasons.map((reason) => ({
      label: reason.message,
      detail: reason.help,
      line: reason.line,
      column: reason.column,
    }));
    return { title: t("The loop of line {0} has to run in order", line), points };
  }
  const worth = {
    label: loop.profit.promising ? t("Worth it") : t("Not worth it"),
    detail: loop.profit.why,
    line,
    column,
  };
  const assumptions = loop.assumptions.map((assumption) => ({
    label: assumption.message,
    detail: howFar[assumption.kind](),
    line: assumption.line,
    column: assumption.column,
  }));
  const missing = loop.transforms.flatMap(({ id, disabledReason }) =>
    disabledReason === null ? [] : [{ label: t("Not offered: {0}", id), detail: disabledReason, line, column }],
  );
  return { title: t("The loop of line {0} can run on all cores", line), points: [worth, ...assumptions, ...missing] };
}

const howFar: Record<LoopReport["assumptions"][number]["kind"], () => string> = {
  checked: () => t("The rewritten program checks this while it runs."),
  trusted: () => t("Taken from the declared types; please make sure that it holds."),
  observed: () => t("Seen to hold in the recorded runs."),
};
