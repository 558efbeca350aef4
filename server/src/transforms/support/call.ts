// The call of the runner that takes the place of the loop's head: function, items, kernel, `env`, options.
import type { Split } from "../../legality/verdict.js";

export type Form = "sync" | "await";

/** What the file calls the runner's exports; asking for a name imports it. */
export type RunnerName = (exported: "range" | "parallelMap" | "parallelMapSync" | "parallelBatchesSync") => string;

export interface CallText {
  /** All results at once, as an expression. */
  gathered(): string;
  /** The same where something follows it, e.g. `.entries()`. */
  batches(): { readonly head: string; readonly source: string };
}

export function callText(items: string, kernelName: string, split: Split, form: Form, runner: RunnerName): CallText {
  const env = split.liveIns.length === 0 ? "{}" : `{ ${split.liveIns.map(({ name }) => name).join(", ")} }`;
  const options = optionsText(split);
  const call = (name: string) => `${name}(${[items, kernelName, env, ...options].join(", ")})`;
  return {
    gathered: () => (form === "sync" ? call(runner("parallelMapSync")) : `await ${call(runner("parallelMap"))}`),
    batches: () =>
      form === "sync"
        ? { head: "for (const", source: call(runner("parallelBatchesSync")) }
        : { head: "for await (const", source: `${call(runner("parallelMap"))}.batches()` },
  };
}

function optionsText(split: Split): readonly string[] {
  const parts: string[] = [];
  const list = (name: string, values: readonly string[]) => {
    if (values.length > 0) parts.push(`${name}: [${values.join(", ")}]`);
  };
  list(
    "writes",
    split.writes.map(({ name }) => `"${name}"`),
  );
  list(
    "disjoint",
    split.disjoint.map(([written, read]) => `[${written.name}, ${read.name}]`),
  );
  list(
    "distinct",
    split.distinct.map(({ name }) => name),
  );
  list(
    "integers",
    split.integers.map((number) => number.getText()),
  );
  return parts.length === 0 ? [] : [`{ ${parts.join(", ")} }`];
}
