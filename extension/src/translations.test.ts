// Every text that the extension and its manifest show is in every language, with the same places for values; and none is shown untranslated.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readSources } from "../../test/support/sourceTree.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as Record<string, string>;
const code = readSources(root, ["extension/src"]).filter(({ isTest }) => !isTest);
const used = new Set(
  code.flatMap(({ text }) =>
    [...text.matchAll(/\bt\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g)].map(([, literal]) => textOf(literal!)),
  ),
);
const bundles = fs.readdirSync(path.join(root, "l10n")).sort();
const manifests = fs.readdirSync(root).filter((file) => /^package\.nls\..*json$/.test(file));

describe("texts of the extension", () => {
  test("are in the English bundle, and nothing else is", () => {
    assert.deepEqual(Object.keys(read("l10n/bundle.l10n.json")).sort(), [...used].sort());
  });

  test("are their own English", () => {
    for (const [key, text] of Object.entries(read("l10n/bundle.l10n.json"))) assert.equal(text, key);
  });

  test("are in every other bundle, with the same values", () => {
    assert.deepEqual(bundles, ["bundle.l10n.de.json", "bundle.l10n.json"]);
    const texts = read("l10n/bundle.l10n.de.json");
    assert.deepEqual(Object.keys(texts).sort(), [...used].sort());
    for (const [key, text] of Object.entries(texts)) assert.deepEqual(placesIn(text), placesIn(key), key);
  });

  test("are not shown without being translated", () => {
    const bare =
      /\bshow(?:Warning|Error|Information)Message\(\s*["`](?!\$)|\b(?:placeHolder|prompt|title|tooltip|placeholder): ["`][A-Z]|vscode\.l10n\.t\((?!message)/;
    const wrong = code.flatMap(({ path: file, text }) =>
      text.split("\n").flatMap((line, index) => (bare.test(line) ? [`${file}:${index + 1}`] : [])),
    );
    assert.deepEqual(wrong, []);
  });
});

describe("texts of package.json", () => {
  const manifest = fs.readFileSync(path.join(root, "package.json"), "utf8");
  const keys = [...new Set([...manifest.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key!))].sort();

  test("are in every language, and nothing else is", () => {
    assert.deepEqual(manifests, ["package.nls.de.json", "package.nls.json"]);
    for (const file of manifests) assert.deepEqual(Object.keys(read(file)).sort(), keys, file);
  });

  test("lead to the same commands in every language", () => {
    const links = (text: string) => [...text.matchAll(/\]\((command:[^)]*)\)/g)].map(([, link]) => link);
    const [german, english] = manifests.map(read) as [Record<string, string>, Record<string, string>];
    for (const key of keys) assert.deepEqual(links(german[key]!), links(english[key]!), key);
  });

  test("are no bare titles and descriptions", () => {
    const { contributes } = JSON.parse(manifest) as { contributes: { commands: { title: string }[] } };
    assert.deepEqual(
      contributes.commands.filter(({ title }) => !/^%.+%$/.test(title)),
      [],
    );
    const bare = /"(?:markdownDescription|userDescription|altText|label|contents)": "(?!%)/;
    assert.deepEqual(
      manifest.split("\n").filter((line) => bare.test(line)),
      [],
    );
  });
});

function textOf(literal: string): string {
  if (literal.startsWith('"')) return JSON.parse(literal) as string;
  return literal.slice(1, -1).replaceAll("\\'", "'");
}

function placesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}/g)].map(([place]) => place).sort();
}
