// The table of commands and package.json name the same commands and settings.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import { commandIds } from "./ids.js";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly markdownDescription?: string }>>;
    };
    readonly menus: { readonly commandPalette: readonly { readonly command: string }[] };
  };
}

const read = (file: string) => fs.readFileSync(new URL(file, import.meta.url), "utf8");
const { contributes } = JSON.parse(read("../../../package.json")) as Manifest;
const ids = Object.values(commandIds) as readonly string[];

describe("package.json", () => {
  test("declares exactly the commands of the table", () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...ids].sort());
  });

  test("files every command under Loopsmith", () => {
    assert.deepEqual(
      contributes.commands.filter(({ category }) => category !== "Loopsmith"),
      [],
    );
  });

  test("has no menu entry for a command that is not there", () => {
    const entries = contributes.menus.commandPalette.map(({ command }) => command);
    assert.deepEqual(
      entries.filter((command) => !ids.includes(command)),
      [],
    );
  });

  test("declares every setting that config.ts reads, with a description", () => {
    const settings = contributes.configuration.properties;
    const wanted = [...read("../config.ts").matchAll(/settings\.get\("([\w.]+)"/g)].map(
      ([, name]) => `loopsmith.${name}`,
    );
    assert.ok(0 < wanted.length);
    assert.deepEqual(
      wanted.filter((name) => !settings[name]?.markdownDescription),
      [],
    );
  });
});
