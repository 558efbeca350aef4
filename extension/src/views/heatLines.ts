// What a profile says of the loops, by file and place, and how it is said beside them. Pure: heat.ts keeps and draws it.
import type { HeatParams, ProfiledLoop } from "../protocol.js";
import { t } from "../text.js";
import type { Heat } from "./loopTree.js";
import { duration, percent } from "./numbers.js";

export type ProfiledHeat = Heat & Pick<ProfiledLoop, "line" | "selfMs" | "totalMs">;
/** By the place of the loop, as `placeKey` writes it. */
export type FileHeat = ReadonlyMap<string, ProfiledHeat>;
export type Warmth = "hot" | "warm" | "cold";

/** Parts of the run from which a loop is marked. */
const leastShare = { hot: 0.25, warm: 0.05 };

/** @param keyOf writes a URI of the server as the editor does */
export function heatByFile(loops: readonly ProfiledLoop[], keyOf: (uri: string) => string): Map<string, FileHeat> {
  const files = new Map<string, Map<string, ProfiledHeat>>();
  for (const { uri, line, column, share, selfMs, totalMs, savesMs, partOf } of loops) {
    const file = keyOf(uri);
    const heats = files.get(file) ?? new Map<string, ProfiledHeat>();
    heats.set(placeKey(line, column), { line, share, selfMs, totalMs, savesMs, partOf });
    files.set(file, heats);
  }
  return files;
}

/** @param line and `column` counted from 1 */
export function placeKey(line: number, column: number): string {
  return `${line}:${column}`;
}

export function warmth({ share }: Heat): Warmth {
  if (leastShare.hot <= share) return "hot";
  return leastShare.warm <= share ? "warm" : "cold";
}

/** One mark for each line: of several loops that begin on it, the one that takes longest. */
export function marksOf(heats: FileHeat): readonly ProfiledHeat[] {
  const byLine = new Map<number, ProfiledHeat>();
  for (const heat of heats.values()) {
    const known = byLine.get(heat.line);
    if (warmth(heat) !== "cold" && (known === undefined || known.share < heat.share)) byLine.set(heat.line, heat);
  }
  return [...byLine.values()];
}

/** What the server needs to know of the loops that are not cold. */
export function hotLoops(heats: FileHeat): HeatParams["files"][number]["loops"] {
  return [...heats]
    .filter(([, heat]) => warmth(heat) !== "cold")
    .map(([key, { line, share }]) => ({ line, column: Number(key.slice(key.indexOf(":") + 1)), share }));
}

/** e.g. `31 % of the run`. */
export function heatTitle({ share }: Heat): string {
  return t("{0} of the run", percent(share));
}

/** The times behind it, in sentences. */
export function heatText({ selfMs, totalMs, savesMs, partOf }: ProfiledHeat): string {
  const times = t("The profile saw this loop for {0}, {1} of it in its own text.", duration(totalMs), duration(selfMs));
  if (savesMs <= 0) return times;
  const saving = t("All cores would save at most {0} (a prediction; a benchmark measures).", duration(savesMs));
  const part = partOf === null ? [] : [t("That is a part of what the loop at {0} would save.", partOf)];
  return [times, saving, ...part].join(" ");
}

/** What a user is told when a profile has ended. */
export function profileSummary(program: string, wallMs: number, loops: readonly ProfiledLoop[]): string {
  const whole = t("{0} took {1}.", program, duration(wallMs));
  const marked = loops.filter((loop) => warmth(loop) !== "cold");
  if (marked.length === 0) return `${whole} ${t("No loop of your sources took much of it.")}`;
  const [best] = marked.filter((loop) => 0 < loop.savesMs && loop.partOf === null);
  if (best === undefined) return `${whole} ${t("The loops that took much of it have to run in order.")}`;
  const place = `${decodeURIComponent(best.uri.slice(best.uri.lastIndexOf("/") + 1))}:${best.line}`;
  const share = percent(best.share);
  return `${whole} ${t("{0} of it went into the loop at {1}, where all cores would save at most {2}.", share, place, duration(best.savesMs))}`;
}
