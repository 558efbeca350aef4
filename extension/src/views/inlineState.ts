// Where an inline result stands while the document changes around it, and when it stops being true. Pure.

/** Lines counted from 0, as the editor counts them. */
export interface LoopPlace {
  readonly startLine: number;
  readonly endLine: number;
  /** Something within the loop has changed since the measurement began. */
  readonly stale: boolean;
  /** What stands there now is the rewrite of the loop that was measured. */
  readonly rewritten?: boolean;
}

export interface LineChange {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/**
 * The place after one change of the document.
 * A change above moves it, one below leaves it, one inside makes it stale.
 */
export function moveLoop(place: LoopPlace, change: LineChange): LoopPlace {
  const added = change.text.split(/\r\n|\r|\n/).length - 1 - (change.endLine - change.startLine);
  if (place.endLine < change.startLine) return place;
  const before = change.endLine < place.startLine || isRightBefore(place, change);
  if (before) return { ...place, startLine: place.startLine + added, endLine: place.endLine + added };
  const startLine = Math.min(place.startLine, change.startLine);
  return { startLine, endLine: Math.max(startLine, place.endLine + added), stale: true };
}

/** The place after one change that belongs to the rewrite of the loop that was measured. */
export function rewriteLoop(place: LoopPlace, change: LineChange): LoopPlace {
  const moved = moveLoop(place, change);
  return moved.stale && !place.stale ? { ...moved, stale: false, rewritten: true } : moved;
}

/**
 * Where the loop stands again as it was measured, as after an undo; else the place as it is.
 * @param measured the loop's lines
 * @param lineAt a line's text; undefined behind the last one
 * @remarks Complexity: the lines of the place times those of the loop, at the most.
 */
export function asMeasured(
  place: LoopPlace,
  measured: readonly string[],
  lineAt: (line: number) => string | undefined,
): LoopPlace {
  if ((!place.stale && place.rewritten !== true) || measured.length === 0) return place;
  for (let start = place.startLine; start <= place.endLine; start++)
    if (measured.every((line, at) => lineAt(start + at) === line))
      return { startLine: start, endLine: start + measured.length - 1, stale: false };
  return place;
}

/** Whole lines right before the loop's first one, put there or taken away. */
function isRightBefore(place: LoopPlace, change: LineChange): boolean {
  if (change.endLine !== place.startLine || change.endCharacter !== 0) return false;
  return /[\r\n]$/.test(change.text) || (change.text === "" && change.startCharacter === 0);
}
