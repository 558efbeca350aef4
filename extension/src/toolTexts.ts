// What the user reads before a language-model tool runs, and what an assistant is told of unsaved files. Pure.
import { t } from "./text.js";

export const toolNames = ["loopsmith_check", "loopsmith_rewrite", "loopsmith_benchmark"] as const;
export type ToolName = (typeof toolNames)[number];
export type ToolInput = Readonly<Record<string, unknown>>;

export interface Confirmation {
  /** While it runs. */
  readonly doing: string;
  /** Asked before it runs; undefined for what changes nothing and executes nothing. */
  readonly asks: { readonly title: string; readonly message: string } | undefined;
}

export function confirmation(name: ToolName, input: ToolInput): Confirmation {
  const place = typeof input["place"] === "string" ? input["place"] : "?";
  switch (name) {
    case "loopsmith_check":
      return { doing: t("Looking at loops"), asks: undefined };
    case "loopsmith_rewrite": {
      const doing = t("Rewriting the loop at {0}", place);
      if (input["write"] !== true) return { doing, asks: undefined };
      const message = t(
        "The loop becomes a call of parallelMap, its kernel goes into a file beside it. It can be undone.",
      );
      return { doing, asks: { title: t("Rewrite the loop at {0}?", place), message } };
    }
    case "loopsmith_benchmark": {
      const command = Array.isArray(input["command"]) ? input["command"].join(" ") : "?";
      const message = t("This runs the command “{0}” in a copy of the folder.", command);
      return {
        doing: t("Benchmark of {0}", place),
        asks: { title: t("Benchmark the loop at {0}?", place), message },
      };
    }
  }
}

/** @param files at least one */
export function unsavedText(files: readonly string[]): string {
  return t("These files have changes that are not saved: {0}.", files.join(", "));
}
