// The results of a chunk on their way back: as numbers in shared memory, as packed rows, or as a structured clone.
import { type PackedNumbers, packRows, unpackNumbers } from "./numbers.js";
import { type PackedRecords, packRecords, unpackRecords } from "./records.js";
import { inspect, newSurvey } from "./travel.js";
import { intoOwnWorld } from "./world.js";

/** What a worker posts for a chunk whose results are neither all numbers nor all undefined. */
export type ChunkResults =
  | { readonly kind: "rows"; readonly rows: PackedNumbers }
  | { readonly kind: "records"; readonly records: PackedRecords }
  | {
      readonly kind: "values";
      readonly values: readonly unknown[];
      readonly bare: readonly object[];
      readonly patterns: readonly (readonly [pattern: RegExp, lastIndex: number])[];
    };

export type EncodedResults = "numbers" | "booleans" | "nothing" | ChunkResults | undefined;

/**
 * Encodes the results of a chunk.
 * @param numbers where the results go if all of them are numbers, or all of them booleans, as 0 and 1: this chunk's part of the call's shared memory
 * @returns undefined where a result would not arrive unchanged; the caller then computes the chunk itself.
 */
export function encodeResults(values: readonly unknown[], numbers: Float64Array): EncodedResults {
  if (writeNumbers(values, numbers)) return "numbers";
  if (writeBooleans(values, numbers)) return "booleans";
  if (values.every((value) => value === undefined)) return "nothing";
  const rows = packRows(values);
  if (rows !== undefined) return { kind: "rows", rows };
  const records = packRecords(values);
  if (records !== undefined) return { kind: "records", records };
  const survey = newSurvey();
  for (const value of values) if (!inspect(survey, value, "result", 0)) return undefined;
  // Shared memory is never the kernel's own: a view of it came with env, and must come back as the caller's.
  for (const buffer of survey.buffers) if (buffer instanceof SharedArrayBuffer) return undefined;
  const patterns = survey.patterns.map((pattern) => [pattern, pattern.lastIndex] as const);
  return { kind: "values", values, bare: survey.bare, patterns };
}

export function decodeResults(results: ChunkResults): readonly unknown[] {
  if (results.kind === "rows") return unpackNumbers(results.rows);
  if (results.kind === "records") return unpackRecords(results.records);
  intoOwnWorld(results.values);
  for (const object of results.bare) Object.setPrototypeOf(object, null);
  for (const [pattern, lastIndex] of results.patterns) pattern.lastIndex = lastIndex;
  return results.values;
}

function writeBooleans(values: readonly unknown[], numbers: Float64Array): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== "boolean") return false;
    numbers[index] = value ? 1 : 0;
  }
  return true;
}

function writeNumbers(values: readonly unknown[], numbers: Float64Array): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== "number") return false;
    numbers[index] = value;
  }
  return true;
}
