// What a hover says of the bytes that travel, and what an action is called.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoopVariable } from "../analysis/variables.js";
import { titleOf, toHover, toWorkspaceEdit, travelText } from "./toProto.js";

const variable = (name: string, bytes: number | null, kind: LoopVariable["class"] = "live-in"): LoopVariable => ({
  name,
  class: kind,
  bytes,
  places: [],
});
const place = { line: 1, column: 1, endLine: 3 };

test("live-ins go to each worker with their bytes, results come back from each iteration", () => {
  const variables = [
    variable("width", 4096),
    variable("dark", 1),
    variable("xs", null),
    variable("i", null, "private"),
  ];
  assert.equal(
    travelText({ ...place, variables, bytesBack: 8 }),
    "To each worker: `width` 4,096 bytes, `dark` 1 byte, `xs` (size known when it runs). Back from each iteration: 8 bytes.",
  );
});

test("where nothing travels, or nobody knows how much, it says so", () => {
  const empty = travelText({ ...place, variables: [], bytesBack: 0 });
  assert.match(empty, /nothing but the iterations’ numbers.*each iteration: nothing\.$/);
  assert.match(
    travelText({ ...place, variables: [], bytesBack: null }),
    /a result whose size is known when it runs\.$/,
  );
});

const judged = {
  ...place,
  file: "a.ts",
  kind: "for",
  function: "f",
  depth: 0,
  parent: null,
  verdict: "parallel",
  pattern: "commit",
  assumptions: [],
  reasons: [],
  dependences: [],
  scalars: [{ name: "i", class: "induction" }],
  profit: { promising: true, workPerIteration: 100, bytesMoved: null, why: "It pays." },
  transforms: [],
} as const;
const hoverOf = (loop: Parameters<typeof toHover>[0], hasHints: boolean) => {
  const variables = {
    ...place,
    variables: [variable("i", null, "private"), variable("rows", null, "carried")],
    bytesBack: 8,
  };
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } };
  const { contents } = toHover(loop, { variables, range, hasHints });
  return typeof contents === "object" && "value" in contents ? contents.value : "";
};

test("a hover has the class of every variable, and does not say again what the hint beside it says", () => {
  assert.match(hoverOf(judged, true), /^\nTo each worker: .*\n\nVariables: `i` induction, `rows` carried$/);
  assert.match(hoverOf(judged, false), /^\*\*Loopsmith: this loop can run on all cores\*\* \(commit\)\. It pays\./);
});

test("a hover of a loop that is refused leads from each reason to its page", () => {
  const reason = { id: "carried-dependence", line: 2, column: 1, message: "It is carried.", help: "Change it." };
  const text = hoverOf({ ...judged, verdict: "serial", pattern: null, reasons: [reason] }, true);
  assert.match(
    text,
    /- \*\*line 2\*\* It is carried\. \*Change it\.\* \[carried dependence\]\(file:.*carried-dependence\.md\)/,
  );
});

test("an action that is not offered says in its title what is in the way, in one sentence", () => {
  const action = {
    title: "Run it",
    safety: "safe",
    disabledReason: "`a.b` carries a value: line 3 sets it. Change it.",
  } as const;
  assert.equal(titleOf(action), "Run it: `a.b` carries a value");
  assert.equal(titleOf({ ...action, disabledReason: "it waits" }), "Run it: it waits");
});

test("one that is offered says whether it needs a review", () => {
  const action = { title: "Run it", safety: "safe", disabledReason: null } as const;
  assert.equal(titleOf(action), "Run it");
  assert.equal(titleOf({ ...action, safety: "needs-review" }), "Run it (needs review)");
});

const plan = (safety: "safe" | "needs-review", makesAsync: string | undefined) => ({
  safety,
  notes: ["It rests on this.", "`rows` (a.ts:1) becomes asynchronous; 1 call awaits it."],
  files: [
    {
      file: "/a.ts",
      created: false,
      edits: [
        { start: 0, end: 0, text: "async ", ...(makesAsync === undefined ? {} : { makesAsync }) },
        { start: 1, end: 2, text: "loop" },
      ],
    },
  ],
});
const editOf = (...args: Parameters<typeof plan>) =>
  toWorkspaceEdit(
    plan(...args),
    () => 1,
    () => "the text",
  );

test("a preview can show what belongs to each function that becomes asynchronous, without asking for more", () => {
  const { changeAnnotations, documentChanges } = editOf("safe", "`rows`");
  assert.deepEqual(Object.values(changeAnnotations ?? {}), [
    { label: "Run on all cores" },
    { label: "rows becomes asynchronous", description: "(a.ts:1); 1 call awaits it." },
  ]);
  assert.deepEqual(marksOf(documentChanges), Object.keys(changeAnnotations ?? {}).reverse());
});

test("a safe rewrite of the loop alone has no annotations", () => {
  assert.equal(editOf("safe", undefined).changeAnnotations, undefined);
});

test("one to review is shown first, and nothing of it is left out but a mark that changes nothing", () => {
  const { changeAnnotations = {}, documentChanges } = editOf("needs-review", "`rows`");
  const asked = Object.entries(changeAnnotations).filter(([, { needsConfirmation }]) => needsConfirmation);
  assert.deepEqual(
    asked.map(([, { label, description }]) => [label, description]),
    [["Please review", "It rests on this. rows (a.ts:1) becomes asynchronous; 1 call awaits it."]],
  );
  const [id] = asked[0]!;
  assert.deepEqual(marksOf(documentChanges).indexOf(id), 0);
  const [change] = documentChanges ?? [];
  assert.ok(change !== undefined && "edits" in change);
  const texts = change.edits.flatMap((edit) => ("annotationId" in edit && edit.annotationId === id ? [edit] : []));
  assert.deepEqual(texts, [
    { range: { start: { line: 0, character: 1 }, end: { line: 0, character: 1 } }, newText: "", annotationId: id },
  ]);
});

test("files are made before any text and deleted after all of it, so that the texts are one step to undo", () => {
  const edits = [{ start: 0, end: 0, text: "x" }];
  const files = [
    { file: "/a.ts", created: false, edits },
    { file: "/gone.ts", created: false, deleted: true as const, edits: [] },
    { file: "/new.ts", created: true, edits },
    { file: "/package.json", created: false, edits },
  ];
  const { documentChanges = [] } = toWorkspaceEdit(
    { safety: "safe", notes: [], files },
    () => 1,
    () => "text",
  );
  const kinds = documentChanges.map((change) => ("edits" in change ? change.textDocument.uri : change.kind));
  assert.deepEqual(kinds, ["create", "file:///a.ts", "file:///new.ts", "file:///package.json", "delete"]);
});

function marksOf(changes: ReturnType<typeof editOf>["documentChanges"]): readonly unknown[] {
  const [change] = changes ?? [];
  assert.ok(change !== undefined && "edits" in change);
  return change.edits.map((edit) => ("annotationId" in edit ? edit.annotationId : undefined));
}
