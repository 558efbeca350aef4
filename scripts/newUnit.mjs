// What a new unit starts from: its file with a doc block, its test, its line in the list. Pure; `scripts/new.mjs` writes it.

/**
 * @typedef {{ folder: string, list: RegExp, source: (id: string, name: string) => string, test: (id: string, name: string) => string }} Kind
 * `list` matches the head of the ordered list in the folder's `index.ts`, up to its opening bracket.
 */

/** @type {Readonly<Record<string, Kind>>} */
export const kinds = {
  reason: {
    folder: "server/src/legality/reasons",
    list: /export const always: readonly ReasonCheck\[\] = \[/,
    source: (id, name) => `// RejectReason: ${id}
//
// Say in sentences what stands in the way, and why, without compiler terms.
//
// \`\`\`ts
// for (let i = 0; i < n; i++) {
//   out.push(f(i));
//          //^^^^ ${id}
// }
// \`\`\`
// -> Say what the second example does in place of the first.
// \`\`\`ts
// for (let i = 0; i < n; i++) out.push(g(i));
// //^^^ parallel
// \`\`\`
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function ${name}({ effects }: Body): readonly RejectReason[] {
  return effects.map(({ node, name }) => reason("${id}", node, \`What \\\`\${name}\\\` does, and why.\`, "What to change."));
}
`,
    test: (
      id,
    ) => `// The reason ${id}: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("the situation in which it stands in the way", () => {
  checkReasons(\`
\`);
});

test("not for the nearest loop without it", () => {
  checkParallel(\`\`, { pattern: "map" });
});
`,
  },
  transform: {
    folder: "server/src/transforms",
    list: /export const transforms: readonly Transform\[\] = \[/,
    source: (id, name) => `// Transform: ${id}
//
// Say in sentences what it makes of the loop.
//
// \`\`\`ts
// for$0 (let i = 0; i < n; i++) out.push(f(i));
// \`\`\`
// ->
// \`\`\`ts
// \`\`\`
// run: f(1)
import type { Transform, TransformAnswer, TransformContext } from "./transform.js";

export const ${name}: Transform = {
  id: "${id}",
  form: "sync",
  title: "What the menu says",
  plan,
};

function plan({ analysis }: TransformContext): TransformAnswer | undefined {
  if (analysis.verdict.kind !== "parallel") return undefined;
  return { kind: "disabled", reason: "why it cannot be done here" };
}
`,
    test: (
      id,
    ) => `// The transform ${id}: what it makes of loops beyond the example in its head, and where it is not offered.
import { test } from "node:test";
import { checkNotApplicable, checkTransform } from "../../../test/support/docExamples.js";

test("the loop that it is for", () => {
  checkTransform("${id}", \`\`, \`\`);
});

test("not offered for the nearest loop that it is not for", () => {
  checkNotApplicable("${id}", \`\`);
});
`,
  },
  "subscript-test": {
    folder: "server/src/dependence/subscriptTests",
    list: /export const subscriptTests: readonly SubscriptTest\[\] = \[/,
    source: (id, name) => `// SubscriptTest: ${id}
//
// Say in one sentence when such subscripts meet.
//
// Form: \`[a*i + c1]\` and \`[b*i + c2]\`.
// Source: author, title, year, section.
import type { SubscriptTest } from "./subscriptTest.js";

export const ${name}: SubscriptTest = {
  id: "${id}",
  needsWholeVariables: true,
  run(_equation, _spaces) {
    return undefined;
  },
};
`,
    test: (id, name) => `// The ${id} test: what it disproves, and the nearest subscripts of which it says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../../../../test/support/subscripts.js";
import { ${name} } from "./${name}.js";

test("subscripts that never meet", () => {
  assert.equal(ask(${name}, "i in 0..9", "[i]", "[i + 10]"), "never");
});

test("the nearest ones that may", () => {
  assert.equal(ask(${name}, "i in 0..9", "[i]", "[i + 9]"), "no answer");
});
`,
  },
};

/**
 * @param {string | undefined} kind a key of `kinds`
 * @param {string | undefined} id e.g. `early-exit`
 * @param {(file: string) => string | undefined} read text of a file of the repository, undefined where there is none
 * @returns {{ files: Map<string, string> } | { problem: string }} texts by path, or one sentence what is wrong
 */
export function newUnit(kind, id, read) {
  const found = kind === undefined ? undefined : kinds[kind];
  if (found === undefined) return { problem: `The kind of unit is one of ${Object.keys(kinds).join(", ")}.` };
  if (id === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    return { problem: "The id is written in small letters with hyphens, e.g. early-exit." };
  }
  const name = id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  const file = `${found.folder}/${name}.ts`;
  if (read(file) !== undefined) return { problem: `${file} is there already.` };
  const index = `${found.folder}/index.ts`;
  const list = read(index) ?? "";
  const head = found.list.exec(list);
  const lastImport = [...list.matchAll(/^import [^;]*;\n/gm)].at(-1);
  if (head === null || lastImport === undefined) return { problem: `${index} holds no list of units.` };
  const afterImports = lastImport.index + lastImport[0].length;
  const end = list.indexOf("]", head.index + head[0].length);
  const listed = list.slice(afterImports, end).replace(/,?\s*$/, "");
  const withUnit = `${list.slice(0, afterImports)}import { ${name} } from "./${name}.js";\n${listed}, ${name}${list.slice(end)}`;
  const files = new Map([
    [file, found.source(id, name)],
    [`${found.folder}/${name}.test.ts`, found.test(id, name)],
    [index, withUnit],
  ]);
  return { files };
}
