// Which launch configurations become commands, and which do not.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { launchCommands } from "./launchCommands.js";

const around = { folder: "/w", file: "/w/src/a.ts", env: { HOME: "/home/me" } };
/** As it stands in a configuration, e.g. `${file}`. */
const v = (name: string) => `$\{${name}}`;
const commands = (...configurations: unknown[]) => launchCommands(configurations, around);
const launch = { name: "Run", type: "node", request: "launch" };

describe("a launch configuration of Node", () => {
  test("is its program with its arguments, in its folder, with its variables", () => {
    const configuration = {
      ...launch,
      program: `${v("workspaceFolder")}/main.mjs`,
      args: ["--size", "10"],
      runtimeArgs: ["--expose-gc"],
      cwd: "sub",
      env: { CONFIG: `${v("env:HOME")}/c.json`, GONE: null },
      preLaunchTask: v("defaultBuildTask"),
    };
    assert.deepEqual(commands(configuration), [
      {
        name: "Run",
        command: ["node", "--expose-gc", "/w/main.mjs", "--size", "10"],
        cwd: "/w/sub",
        env: { CONFIG: "/home/me/c.json" },
      },
    ]);
  });

  test("runs TypeScript with tsx, npm as it says, and a terminal's command as it is", () => {
    assert.deepEqual(commands({ ...launch, program: v("file") })[0]?.command, ["npx", "tsx", "/w/src/a.ts"]);
    const npm = { ...launch, type: "pwa-node", runtimeExecutable: "npm", runtimeArgs: ["run", "start"] };
    assert.deepEqual(commands(npm)[0]?.command, ["npm", "run", "start"]);
    const terminal = { ...launch, type: "node-terminal", command: 'npm test -- "a b"' };
    assert.deepEqual(commands(terminal)[0]?.command, ["npm", "test", "--", "a b"]);
    assert.deepEqual(commands({ ...launch, program: "a.js", args: '--x "1 2"' })[0]?.command, [
      "node",
      "a.js",
      "--x",
      "1 2",
    ]);
  });

  test("is left out where it attaches, is of another kind, or asks the user", () => {
    assert.deepEqual(commands({ ...launch, request: "attach" }, { ...launch, type: "chrome", program: "a.js" }), []);
    assert.deepEqual(commands({ ...launch, program: v("input:which") }, { ...launch }, null, "x"), []);
    assert.deepEqual(launchCommands(undefined, around), []);
    assert.deepEqual(launchCommands([{ ...launch, program: v("file") }], { ...around, file: undefined }), []);
  });
});
