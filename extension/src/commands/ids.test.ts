// The table of commands and package.json name the same commands and settings.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import { commandIds } from "./ids.js";

interface MenuEntry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Step {
  readonly id: string;
  readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon?: string;
    }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly markdownDescription?: string }>>;
    };
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
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
    const entries = Object.values(contributes.menus)
      .flat()
      .flatMap(({ command }) => command ?? []);
    assert.deepEqual(
      entries.filter((command) => !ids.includes(command)),
      [],
    );
  });

  test("has no submenu that is not there, or in no menu", () => {
    const own = contributes.submenus.map(({ id }) => id).sort();
    const used = Object.values(contributes.menus).flatMap((menu) => menu.flatMap(({ submenu }) => submenu ?? []));
    assert.deepEqual([...new Set(used)].sort(), own);
  });

  test("says of every command when the palette shows it; of two there is no such when", () => {
    const always: readonly string[] = [commandIds.openWalkthrough, commandIds.restartServer];
    const conditional = (contributes.menus["commandPalette"] ?? []).flatMap(({ command, when }) =>
      when === undefined ? [] : [command ?? ""],
    );
    assert.deepEqual([...conditional, ...always].sort(), [...ids].sort());
  });

  test("gives an icon to every command that is a button", () => {
    const buttons = Object.values(contributes.menus)
      .flat()
      .flatMap(({ command, group }) => (/^(?:navigation|inline)/.test(group ?? "") ? (command ?? []) : []));
    assert.ok(0 < buttons.length);
    const bare = contributes.commands.filter(({ command, icon }) => buttons.includes(command) && icon === undefined);
    assert.deepEqual(bare, []);
  });

  test("shows each step of the walkthrough with a picture for each kind of theme, and leads to commands and views that are there", () => {
    const steps = contributes.walkthroughs.flatMap((each) => each.steps);
    assert.ok(5 <= steps.length);
    for (const { id, media, completionEvents } of steps) {
      assert.deepEqual(Object.keys(media.image).sort(), ["dark", "hc", "hcLight", "light"], id);
      for (const file of Object.values(media.image))
        assert.ok(fs.existsSync(new URL(`../../../${file}`, import.meta.url)), file);
      for (const event of completionEvents) {
        const command = /^onCommand:(.*)$/.exec(event)?.[1];
        const isKnown = command === undefined ? event === "onView:loopsmith.loops" : ids.includes(command);
        // The editor's own, for each view.
        assert.ok(isKnown || command === "loopsmith.loops.focus", event);
      }
    }
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
