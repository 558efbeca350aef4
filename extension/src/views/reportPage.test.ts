// The page of a report: policy first, colours last, content untouched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { reportPage, tracePage } from "./reportPage.js";

const page = "<!doctype html><html><head><style>a{}</style></head><body>costs $& and $1</body></html>";

test("the policy stands before everything else, the theme's colours after the page's own", () => {
  const shown = reportPage(page);
  assert.match(shown, /<head>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'none'/);
  assert.ok(shown.indexOf("a{}") < shown.indexOf("--vscode-editor-foreground"));
});

test("nothing may run and nothing may be loaded", () => {
  assert.doesNotMatch(reportPage(page), /script-src|https?:|unsafe-eval/);
});

test("the content is not changed", () => {
  assert.ok(reportPage(page).includes("<body>costs $& and $1</body>"));
});

test("export is a link for each format, whose command gets the format, and nothing without a command", () => {
  const withMain = page.replace("costs", "<main>costs");
  const shown = reportPage(withMain, { title: "Export as", command: "loopsmith.exportReport" });
  const links = [...shown.matchAll(/href="command:loopsmith\.exportReport\?([^"]*)"/g)];
  assert.deepEqual(
    links.map(([, argument]) => JSON.parse(decodeURIComponent(argument!)) as unknown),
    [["html"], ["md"], ["json"]],
  );
  assert.doesNotMatch(reportPage(withMain), /command:/);
});

test("the page of a trace has a link to the rewrite where there is one", () => {
  const trace = page.replace("<body>", "<body><main>");
  const link = '<a href="command:loopsmith.applyObserved">Rewrite</a>';
  assert.ok(tracePage(trace, { title: "Rewrite", command: "loopsmith.applyObserved" }).includes(link));
  assert.ok(!tracePage(trace).includes("command:"));
});
