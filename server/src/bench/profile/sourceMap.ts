// Decodes source maps (ECMA-426): which place of the source does a place of the generated text come from?

/** Lines and columns are counted from 0, columns in UTF-16 code units. */
export interface Segment {
  /** Column in the generated text. */
  readonly column: number;
  readonly source: string;
  readonly line: number;
  readonly sourceColumn: number;
}

/** The segments of each line of the generated text, by column. */
export type DecodedMap = readonly (readonly Segment[])[];

interface RawMap {
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
  readonly mappings: string;
}

interface IndexMap {
  readonly sections: readonly {
    readonly offset: { readonly line: number; readonly column: number };
    readonly map: RawMap;
  }[];
}

/**
 * Decodes a source map, also one made of sections. Segments without a source are left out. Linear in the size of the map.
 * @param text the map as JSON
 * @param resolve turns a name of `sources`, its `sourceRoot` before it, into what the segments shall say
 * @returns undefined when the text is no source map
 */
export function decodeSourceMap(text: string, resolve: (source: string) => string): DecodedMap | undefined {
  let raw: unknown;
  try {
    // A prefix that some servers write keeps the file from being run as a script.
    raw = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, ""));
  } catch {
    return undefined;
  }
  if (typeof raw !== "object" || raw === null) return undefined;
  const lines: Segment[][] = [];
  if (isIndexMap(raw)) {
    for (const { offset, map } of raw.sections) if (isRawMap(map)) decodeInto(lines, map, offset, resolve);
  } else if (isRawMap(raw)) decodeInto(lines, raw, { line: 0, column: 0 }, resolve);
  else return undefined;
  for (const line of lines) line.sort((a, b) => a.column - b.column);
  return lines;
}

function isIndexMap(value: object): value is IndexMap {
  return "sections" in value && Array.isArray(value.sections);
}

function isRawMap(value: object): value is RawMap {
  const { sources, mappings } = value as Partial<RawMap>;
  return Array.isArray(sources) && typeof mappings === "string";
}

function decodeInto(
  lines: Segment[][],
  { sources, sourceRoot = "", mappings }: RawMap,
  offset: { readonly line: number; readonly column: number },
  resolve: (source: string) => string,
): void {
  const root = sourceRoot === "" || sourceRoot.endsWith("/") ? sourceRoot : `${sourceRoot}/`;
  const names = sources.map((source) => (source === null ? undefined : resolve(root + source)));
  // All fields but the generated column are relative to the segment before, also over the ends of lines.
  let [source, line, sourceColumn] = [0, 0, 0];
  mappings.split(";").forEach((text, at) => {
    while (lines.length <= at + offset.line) lines.push([]);
    const segments = lines[at + offset.line]!;
    let column = at === 0 ? offset.column : 0;
    for (const piece of text.split(",")) {
      const fields = decodeNumbers(piece);
      column += fields[0] ?? 0;
      if (fields.length < 4) continue;
      source += fields[1]!;
      line += fields[2]!;
      sourceColumn += fields[3]!;
      const name = names[source];
      if (name !== undefined) segments.push({ column, source: name, line, sourceColumn });
    }
  });
}

const digits = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].map((letter, value) => [letter, value]),
);

/** Base64 VLQ: five bits a letter, the lowest first; the sixth says that more follow, the very first bit is the sign. */
function decodeNumbers(text: string): readonly number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const letter of text) {
    const digit = digits.get(letter);
    if (digit === undefined) return numbers;
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : value / 2);
    [value, shift] = [0, 0];
  }
  return numbers;
}
