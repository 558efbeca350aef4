// How far a profile is and how long it will take: the run by how long it took the last time, the analysis by its files so far. Pure.
import { t } from "../text.js";

export interface ProfileStep {
  readonly message: string;
  /** Part of the whole that is done, 0 to 1; undefined where nothing tells. */
  readonly done: number | undefined;
}

/** Part of the whole that the run counts for where its length is known. */
const runPart = 0.8;

/**
 * @param elapsedMs since the program was started
 * @param lastMs how long the same program ran the last time
 */
export function runStep(elapsedMs: number, lastMs: number | undefined): ProfileStep {
  const elapsed = Math.round(elapsedMs / 1000);
  if (lastMs === undefined) return { message: t("running, {0} s", elapsed), done: undefined };
  const left = Math.ceil((lastMs - elapsedMs) / 1000);
  if (left <= 0)
    return { message: t("running, {0} s; it took {1} s last time", elapsed, Math.round(lastMs / 1000)), done: runPart };
  return {
    message: t("running, {0} s; about {1} s left, as long as last time", elapsed, left),
    done: (runPart * elapsedMs) / lastMs,
  };
}

/**
 * @param elapsedMs since the first file was begun
 * @param files that have been looked at, of all that are known to be wanted
 * @param before part of the whole that was done at the end of the run
 */
export function analysisStep(
  elapsedMs: number,
  { done, total }: { readonly done: number; readonly total: number },
  before: number,
): ProfileStep {
  const part = total === 0 ? 1 : done / total;
  const left = done === 0 ? 0 : Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  const message =
    done === 0 || left < 2
      ? t("analysing loops: {0} of {1} files", done, total)
      : t("analysing loops: {0} of {1} files, about {2} s left", done, total, left);
  return { message, done: before + (1 - before) * part };
}

/** So many programs are remembered. */
const most = 20;

/** Times of runs by program, the newest last. */
export type RunTimes = Readonly<Record<string, number>>;

/** With one more time; the oldest are forgotten. */
export function withTime(times: RunTimes, program: string, ms: number): RunTimes {
  const others = Object.entries(times).filter(([name]) => name !== program);
  return Object.fromEntries([...others, [program, ms] as const].slice(-most));
}
