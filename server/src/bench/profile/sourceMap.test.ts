import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { decodeSourceMap } from "./sourceMap.js";

const source = `interface Point { readonly x: number }
/** Doubles. */
export const double = (points: readonly Point[]): number[] => {
  const out: number[] = [];
  for (const { x } of points) {
    out.push(x * 2);
  }
  return out;
};
`;

test("a map decodes to what Node's own class finds in it", () => {
  for (const minifyWhitespace of [false, true]) {
    const { map } = transformSync(source, { loader: "ts", sourcemap: true, sourcefile: "a.ts", minifyWhitespace });
    const node = new SourceMap(JSON.parse(map));
    const lines = decodeSourceMap(map, (name) => name)!;
    assert.ok(lines.flat().length > 20);
    lines.forEach((segments, line) => {
      for (const { column, source: name, line: sourceLine, sourceColumn } of segments) {
        const entry = node.findEntry(line, column) as { [key: string]: unknown };
        assert.deepEqual(
          [name, sourceLine, sourceColumn],
          [entry["originalSource"], entry["originalLine"], entry["originalColumn"]],
        );
      }
    });
  }
});

test("sections are put where their offsets say, and roots before their sources", () => {
  const part = { version: 3, sources: ["b.ts"], sourceRoot: "src", mappings: "AAAA,IAAI" };
  const text = JSON.stringify({ version: 3, sections: [{ offset: { line: 2, column: 7 }, map: part }] });
  assert.deepEqual(
    decodeSourceMap(text, (name) => name),
    [
      [],
      [],
      [
        { column: 7, source: "src/b.ts", line: 0, sourceColumn: 0 },
        { column: 11, source: "src/b.ts", line: 0, sourceColumn: 4 },
      ],
    ],
  );
});

test("what is no source map is not taken for one", () => {
  assert.equal(
    decodeSourceMap("<html>", (name) => name),
    undefined,
  );
  assert.equal(
    decodeSourceMap('{"version":3}', (name) => name),
    undefined,
  );
});
