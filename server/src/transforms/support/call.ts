// The call of the runner that takes the place of the loop's head: function, items, kernel, `env`, options.
import type { ts } from "ts-morph";
import { leastText } from "../../legality/strides.js";
import type { Split } from "../../legality/verdict.js";
import { breakable, type Habits } from "./text.js";
import type { ThisField } from "./thisFields.js";

export type Form = "sync" | "await";

/** What the file calls the runner's exports; asking for a name imports it. */
export type RunnerName = (
  exported: "assumptionsHold" | "chunks" | "range" | "parallelMap" | "parallelMapSync" | "parallelEntriesSync",
) => string;

export interface CallText {
  /** All results at once, as an expression. */
  gathered(): string;
  /** An iterable of ordinal and result, in order; in batches where the caller has to wait for it. */
  inTurn(): string;
}

export interface CallRequest {
  readonly form: Form;
  readonly runner: RunnerName;
  readonly quote: Habits["quote"];
  /** Further options, as text. */
  readonly more?: readonly string[];
  /** Fields of `this` that the kernel reads. */
  readonly own: readonly ThisField[];
}

export function callText(
  items: string,
  kernelName: string,
  split: Split,
  { form, runner, quote, more = [], own }: CallRequest,
): CallText {
  const given = [
    ...split.liveIns.map(({ name }) => name),
    ...own.map(({ name, node }) => `${name}: ${node.getText()}`),
  ];
  const env = given.length === 0 ? "{}" : `{ ${given.join(", ")} }`;
  const options = optionsText([
    ...writesText(split, quote),
    ...(split.isOrderSensitive ? [] : assumptionsText(split)),
    ...more,
  ]);
  const call = (name: string) => breakable(name, [items, kernelName, env, ...options]);
  return {
    gathered: () => (form === "sync" ? call(runner("parallelMapSync")) : `await ${call(runner("parallelMap"))}`),
    inTurn: () => (form === "sync" ? call(runner("parallelEntriesSync")) : `${call(runner("parallelMap"))}.batches()`),
  };
}

/**
 * The condition under which the loop may run in parallel, where the author's loop has to stand beside it.
 * @param textOf what is tested, in terms of what is known there
 */
export function conditionText(split: Split, runner: RunnerName, textOf: TextOf = textAsItStands): string {
  const conditions = split.conditions.map((each) => `${textOf(each.expression)} >= ${leastText(each)}`);
  const options = optionsText(assumptionsText(split, textOf));
  return [...conditions, `${runner("assumptionsHold")}(${options.join("")})`].join(" && ");
}

type TextOf = (tested: ts.Expression) => string;

const textAsItStands: TextOf = (tested) => tested.getText();

function optionsText(parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [`{ ${parts.join(", ")} }`];
}

function writesText({ writes }: Split, quote: string): readonly string[] {
  return list(
    "writes",
    writes.map(({ name }) => quote + name + quote),
  );
}

function assumptionsText(
  { arrays, plain, disjoint, distinct, integers }: Split,
  textOf = textAsItStands,
): readonly string[] {
  return [
    ...list(
      "arrays",
      arrays.map(({ name }) => name),
    ),
    ...list(
      "plain",
      plain.map(({ name }) => name),
    ),
    ...list(
      "disjoint",
      disjoint.map(([written, read]) => `[${written.name}, ${read.name}]`),
    ),
    ...list(
      "distinct",
      distinct.map(({ name }) => name),
    ),
    ...list("integers", integers.map(textOf)),
  ];
}

function list(name: string, values: readonly string[]): readonly string[] {
  return values.length > 0 ? [`${name}: [${values.join(", ")}]`] : [];
}
