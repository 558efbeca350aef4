// The list of what can be profiled, and what counts as a source.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asSource, profileChoices, type Runnable, sourceName } from "./profileChoices.js";

const app = { name: "app", path: "/w/app", scripts: { start: "node main.mjs", "build all": "tsc" }, launch: [] };
const nothing: Runnable = { folders: [], active: undefined, last: undefined };
const shown = (runnable: Partial<Runnable>) =>
  profileChoices({ ...nothing, ...runnable }).map(
    ({ group, label, description }) => `${group}: ${label} (${description})`,
  );
const others = ["other: Another command … ()", "other: Open a .cpuprofile … (recorded elsewhere; nothing is run)"];

describe("what can be profiled", () => {
  test("the npm scripts of a folder", () => {
    assert.deepEqual(shown({ folders: [app] }), [
      "scripts: npm run start (node main.mjs)",
      'scripts: npm run "build all" (tsc)',
      ...others,
    ]);
  });

  test("of several folders, with the folders' names, each in its own", () => {
    const folders = [app, { name: "lib", path: "/w/lib", scripts: { test: "node --test" }, launch: [] }];
    assert.equal(shown({ folders })[2], "scripts: npm run test (lib · node --test)");
    const pick = profileChoices({ ...nothing, folders })[2]?.pick;
    assert.deepEqual(pick, { command: ["npm", "run", "test"], cwd: "/w/lib" });
  });

  test("the active file: JavaScript with node, TypeScript with tsx", () => {
    const choice = (file: string) => shown({ active: { file, cwd: "/w", packages: [] } })[0];
    assert.equal(choice("main.mjs"), "file: node main.mjs (the active file)");
    assert.equal(choice("src/my main.ts"), 'file: npx tsx "src/my main.ts" (the active file)');
  });

  test("the tests of the active file, with the runner that the package depends on", () => {
    const choice = (file: string, ...packages: string[]) => shown({ active: { file, cwd: "/w", packages } })[0];
    assert.equal(
      choice("src/a.test.ts", "vitest"),
      "file: npx vitest run src/a.test.ts (the tests of the active file)",
    );
    assert.equal(choice("__tests__/a.js", "jest"), "file: npx jest __tests__/a.js (the tests of the active file)");
    assert.equal(choice("a.spec.mjs"), "file: node --test a.spec.mjs (the tests of the active file)");
    assert.equal(choice("contest.ts", "jest"), "file: npx tsx contest.ts (the active file)");
  });

  test("launch configurations, behind the scripts", () => {
    const launch = [{ name: "Serve", command: ["node", "serve.js"], cwd: "/w/app/server", env: { PORT: "1" } }];
    const choices = profileChoices({ ...nothing, folders: [{ ...app, scripts: {}, launch }] });
    assert.deepEqual(choices[0], {
      label: "Serve",
      description: "node serve.js",
      group: "launch",
      icon: "debug-alt-small",
      pick: { command: ["node", "serve.js"], cwd: "/w/app/server", env: { PORT: "1" } },
    });
  });

  test("what was profiled last comes first; with nothing open there is still something to do", () => {
    const last = { file: "/elsewhere/run.cpuprofile" };
    assert.equal(shown({ folders: [app], last })[0], "last: run.cpuprofile (once more)");
    assert.deepEqual(shown({}), others);
  });
});

describe("a source that is handed to the command", () => {
  test("is a command with its folder, or a file", () => {
    const command = { command: ["node", "a b.mjs"], cwd: "/w" };
    assert.deepEqual(asSource(command), command);
    assert.deepEqual(asSource({ ...command, env: { A: "1", B: 2 } }), { ...command, env: { A: "1" } });
    assert.equal(sourceName(command), 'node "a b.mjs"');
    assert.equal(sourceName({ file: "C:\\runs\\a.cpuprofile" }), "a.cpuprofile");
  });

  test("is nothing else", () => {
    for (const value of [undefined, null, "node a.mjs", { command: [], cwd: "/w" }, { command: ["node"] }])
      assert.equal(asSource(value), undefined, JSON.stringify(value));
    assert.equal(asSource({ command: ["node", 1], cwd: "/w" }), undefined);
  });
});
