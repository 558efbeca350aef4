// What a benchmark says of rewriting a loop: yes, ask first, or no. Pure.
import type { Report } from "../protocol.js";
import { t } from "../text.js";

export interface Verified {
  /** `ask`: the results are equal, but it is not surely faster. */
  readonly verdict: "yes" | "ask" | "no";
  /** For the user, where it is not `yes`. */
  readonly message: string;
}

export function verified({ comparison }: Report): Verified {
  switch (comparison.outcome) {
    case "equal": {
      // Surely faster is what even the lower end of the interval says.
      if (1 < comparison.best.interval[0]) return { verdict: "yes", message: "" };
      const message = t("The results are identical, but this loop is not surely faster on all cores here. Rewrite it?");
      return { verdict: "ask", message };
    }
    case "different": {
      const where = comparison.differences[0]?.path ?? "";
      return {
        verdict: "no",
        message: t(
          "The loop is left as it is: in series and in parallel {0} is not the same. Please report this loop; a result that differs is a fault of Loopsmith.",
          where,
        ),
      };
    }
    case "failed":
      return {
        verdict: "no",
        message: t("The loop is left as it is, because it could not be measured: {0}", comparison.message),
      };
  }
}
