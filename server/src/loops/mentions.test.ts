import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { identifiersNamed, preorder } from "./mentions.js";

const parse = (text: string) => openExample(text).sourceFile;

test("the identifiers below a node, in text order, and not the ones around it", () => {
  const file = parse("x; function f() { x = y + x; } x;");
  const starts = (name: string, root = file.statements[1]!) =>
    identifiersNamed(name, root).map((node) => node.getStart());
  assert.deepEqual(
    identifiersNamed("x", file).map((node) => node.getStart()),
    [0, 18, 26, 31],
  );
  assert.deepEqual(starts("x"), [18, 26]);
  assert.deepEqual(starts("z"), []);
  assert.deepEqual(starts("constructor"), []);
});

test("a node that is the identifier itself", () => {
  const [node] = identifiersNamed("x", parse("x;"));
  assert.deepEqual(identifiersNamed("x", node!), [node]);
});

test("code of any depth is walked, parents before children, in text order", () => {
  const [statement] = parse("a + b;").statements;
  assert.deepEqual(
    [...preorder(statement!)].map((node) => node.getText()),
    ["a + b;", "a + b", "a", "+", "b"],
  );
  const long = parse(Array.from({ length: 30_000 }, () => "a").join("+"));
  assert.equal(identifiersNamed("a", long).length, 30_000);
});
