import assert from "node:assert/strict";
import { test } from "node:test";
import { ts } from "ts-morph";
import { identifiersNamed, preorder } from "./mentions.js";

const parse = (text: string) => ts.createSourceFile("a.ts", text, ts.ScriptTarget.ES2022, true);

test("the identifiers below a node, in text order, and not the ones around it", () => {
  const file = parse("x; function f() { x = y + x; } x;");
  const body = file.statements[1]!;
  assert.deepEqual(
    identifiersNamed("x", file).map((node) => node.getStart()),
    [0, 18, 26, 31],
  );
  assert.deepEqual(
    identifiersNamed("x", body).map((node) => node.getStart()),
    [18, 26],
  );
  assert.equal(identifiersNamed("z", file).length, 0);
  assert.equal(identifiersNamed("constructor", file).length, 0);
});

test("a node that is the identifier itself", () => {
  const file = parse("x;");
  const [node] = identifiersNamed("x", file);
  assert.deepEqual(identifiersNamed("x", node!), [node]);
});

test("code of any depth is walked, parents before children", () => {
  const seen = [...preorder(parse("a + b; c"))].map((node) => node.kind);
  const { SourceFile, ExpressionStatement, BinaryExpression, Identifier, PlusToken, EndOfFileToken } = ts.SyntaxKind;
  assert.deepEqual(seen, [
    SourceFile,
    ExpressionStatement,
    BinaryExpression,
    Identifier,
    PlusToken,
    Identifier,
    ExpressionStatement,
    Identifier,
    EndOfFileToken,
  ]);
  const long = [...preorder(parse(Array.from({ length: 30_000 }, () => "a").join("+")))];
  assert.equal(long.filter(ts.isIdentifier).length, 30_000);
});
