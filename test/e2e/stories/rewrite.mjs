// Rewrites: previewed, applied, taken back, refused, checked by running, measured first.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import {
  actionMenu,
  again,
  appears,
  choose,
  command,
  gone,
  goToLine,
  isTold,
  lens,
  loopHead,
  notification,
  open,
  panel,
  result,
  text,
  until,
} from "../workbench.mjs";
import { placeTools } from "./prepare.mjs";

export const rewritten = {
  "a rewrite is previewed, applied and taken back by keys alone": async ({ page, folder, picture }) => {
    await command(page, "View: Close All Editors");
    // Its tab tells when it has been written.
    await open(page, "package.json");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Enter");
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await goToLine(page, 6);
    await actionMenu(page, "Run this loop on all cores");
    await picture("actions");
    await page.keyboard.press("Control+Enter");
    await page.locator(".refactor-preview, .bulk-edit-panel", { hasText: "slow.kernels.ts" }).first().waitFor();
    await picture("preview");
    await page
      .locator(".refactor-preview, .bulk-edit-panel")
      .locator(".monaco-button", { hasText: "Discard" })
      .first()
      .click();
    await page.locator(".bulk-edit-panel", { hasText: "slow.kernels.ts" }).waitFor({ state: "detached" });
    assert.match(await text(page), /for \(let y/);

    await goToLine(page, 6);
    await actionMenu(page, "Run this loop on all cores");
    await page.keyboard.press("Enter");
    await page.locator(".view-line", { hasText: "parallelMap" }).first().waitFor();
    await picture("rewritten");
    // The editor saves after a refactoring; what is taken back before is taken back in part.
    const own = path.join(folder, "workspace");
    const saved = (name, part) =>
      fs.existsSync(path.join(own, name)) && fs.readFileSync(path.join(own, name), "utf8").includes(part);
    await until(
      "all files saved",
      () =>
        saved("slow.kernels.ts", "registerKernels") &&
        saved("slow.ts", "parallelMap") &&
        saved("package.json", "@loopsmith/runner"),
    );
    // The editor learns of the end of writing after the disk has it; what is taken back in between stays on disk.
    await until("the editor's end of writing", async () => (await page.locator(".tab.dirty").count()) === 0);
    await undoAll(page, "for (let y");
    assert.doesNotMatch(await text(page), /parallelMap/);
    await until("no kernels", () => !fs.existsSync(path.join(own, "slow.kernels.ts")));
    // The manifest is taken back last, perhaps after the first time that all is saved.
    await again("the manifest as it was", async () => {
      await command(page, "File: Save All");
      return await settled(() => !saved("package.json", "@loopsmith/runner"));
    });
  },

  "a rewrite is taken back with the manifest that nobody has open": async ({ page, folder, picture }) => {
    const own = path.join(folder, "workspace");
    const textOf = (name) => fs.readFileSync(path.join(own, name), "utf8");
    const before = ["slow.ts", "package.json"].map((name) => [name, textOf(name)]);
    await command(page, "View: Close All Editors");
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await goToLine(page, 6);
    await actionMenu(page, "Run this loop on all cores");
    await page.keyboard.press("Enter");
    await page.locator(".view-line", { hasText: "parallelMap" }).first().waitFor();
    await until("all files saved", () => before.every(([name, text]) => textOf(name) !== text));
    const unsaved = page.locator(".activitybar a[aria-label*='unsaved']");
    await unsaved.waitFor({ state: "detached" });
    await undoAll(page, "for (let y");
    await until("no kernels", () => !fs.existsSync(path.join(own, "slow.kernels.ts")));
    await unsaved.waitFor();
    // Where the editor does not save by itself, it shows what the undo has changed.
    await page.locator(".tab.dirty", { hasText: "package.json" }).waitFor();
    await picture("undone");
    await command(page, "File: Save All");
    for (const [name, text] of before) await until(`${name} as it was`, () => textOf(name) === text);
    await unsaved.waitFor({ state: "detached" });
    await command(page, "View: Close All Editors");
  },

  "of a rewrite that makes functions async the preview shows each of them": async ({ page, picture }) => {
    await open(page, "chain.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await goToLine(page, 5);
    await actionMenu(page, "make its function async");
    await page.keyboard.press("Control+Enter");
    const preview = page.locator(".refactor-preview, .bulk-edit-panel");
    await preview.filter({ hasText: "chain.kernels.ts" }).first().waitFor();
    const rowOf = (said) => preview.locator(".monaco-list-row", { hasText: said }).first();
    await page.locator(".action-label[aria-label^='Group Changes By Type']").first().click();
    await rowOf("rows becomes asynchronous").waitFor();
    await picture("preview-async");
    // The list shows only what there is room for.
    await rowOf("rows becomes asynchronous").click();
    await page.keyboard.press("End");
    await rowOf("total becomes asynchronous").waitFor();
    await preview.locator(".monaco-button", { hasText: "Discard" }).first().click();
    await preview.filter({ hasText: "chain.kernels.ts" }).waitFor({ state: "detached" });
    await command(page, "View: Close All Editors");
  },

  "an action that is refused is in the menu, with its reason": async ({ page, picture }) => {
    await open(page, "refused.ts");
    await goToLine(page, 4);
    const refused = page.locator(
      ".action-widget .monaco-list-row.option-disabled, .action-widget .monaco-list-row[aria-disabled=true]",
      { hasText: "on all cores" },
    );
    // Where there are others that can be had, the editor shows those that cannot when it is asked to.
    const rest = page.locator(".action-widget-action-bar a, .action-widget a", { hasText: "Show Disabled" }).first();
    let said = "";
    // The other servers may not be ready: then the editor says that there is nothing, or closes the menu again.
    await again("the reason in the menu", async () => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Shift+r");
      await Promise.race([refused.first(), rest].map((each) => appears(each, 4000)));
      if (!(await refused.first().isVisible()) && (await rest.isVisible())) await rest.click().catch(() => undefined);
      // What is there is read at once: the menu is filled anew whenever a server answers.
      if (!(await appears(refused.first(), 4000))) return false;
      const rows = await refused.evaluateAll((all) => all.map((each) => `${each.ariaLabel} ${each.textContent}`));
      said = rows.join("\n");
      return said.includes("`guess`");
    });
    assert.match(said, /`guess` carries a value from one iteration to the next/);
    await picture("refused-action");
    await page.keyboard.press("Escape");
  },

  "by the menu of the text a loop is measured first and then rewritten, and its runtime installed by the button":
    async ({ page, folder, picture }) => {
      await open(page, "verified.mjs");
      await lens(page, "Run on all cores").first().waitFor();
      const head = loopHead(page);
      const menu = page.locator(".monaco-menu .action-item");
      const wanted = menu.filter({ hasText: "Benchmark Loop, Then Run It on All Cores" }).last();
      await again("the menu of the text", async () => {
        await page.keyboard.press("Escape");
        await head.click({ button: "right" });
        const own = menu.filter({ hasText: /^Loopsmith$/ }).first();
        if (!(await appears(own, 4000))) return false;
        await own.hover();
        return await appears(wanted, 4000);
      });
      await picture("editor-menu");
      // A menu that has just opened takes no click.
      await again("the item chosen", async () => {
        await wanted.click({ timeout: 4000 }).catch(() => undefined);
        return await gone(wanted, 2000);
      });
      const done = page.locator(".view-line", { hasText: "parallelMap" }).first();
      // On a busy machine it may not be surely faster: then the editor asks.
      await again("the rewrite", async () => {
        if (await appears(done, 2000)) return true;
        if (await isTold(page, "not surely faster")) await choose(page, "not surely faster", "Rewrite anyway");
        return false;
      });
      // What was measured still stands there, and says that it speaks of the loop that was.
      await result(page, "measured before the rewrite");
      await notification(page, "is not installed");
      await picture("install-offer");
      await choose(page, "is not installed", "Install It");
      const manifest = path.join(folder, "workspace/node_modules/@loopsmith/runner/package.json");
      await until("the runtime installed", () => fs.existsSync(manifest));
      await until("the end of the installation", async () => !(await isTold(page, "Installing")));
      await command(page, "Notifications: Clear All Notifications");
      await command(page, "File: Save All");
      await command(page, "View: Close All Editors");
    },

  "what the analysis cannot decide is checked by running it, and the rewrite is shown before it is made": async ({
    page,
    folder,
    picture,
  }) => {
    placeTools(path.join(folder, "workspace"));
    await open(page, "trial.mjs");
    await goToLine(page, 3);
    await actionMenu(page, "Check by running");
    await page.keyboard.press("Enter");
    const report = panel(page);
    await report.locator(".answer", { hasText: "No conflict in 20 iterations" }).waitFor();
    await picture("checked-by-running");
    await report.locator("a", { hasText: "Rewrite It (Needs Review)" }).click();
    const preview = page.locator(".refactor-preview, .bulk-edit-panel");
    await preview.filter({ hasText: "trial.kernels.mjs" }).first().waitFor();
    await picture("needs-review");
    // All of it is ticked, but for the mark that asks for the review.
    await preview.locator(".monaco-button", { hasText: "Apply" }).first().click();
    await page.locator(".bulk-edit-panel", { hasText: "trial.kernels.mjs" }).waitFor({ state: "detached" });
    await page.locator(".view-line", { hasText: "parallelMap" }).first().waitFor();
    const kernels = path.join(folder, "workspace/trial.kernels.mjs");
    await until("the kernels saved", () => fs.existsSync(kernels) && /work/.test(fs.readFileSync(kernels, "utf8")));
    await command(page, "File: Save All");
    await command(page, "View: Close All Editors");
  },
};

/** One undo for all files of a rewrite. @param {string} back what is read again in the one that is shown */
async function undoAll(page, back) {
  const input = ".monaco-editor textarea, .editor-group-container.active .native-edit-context";
  await page.locator(`.editor-group-container.active ${input}`).first().focus();
  await page.keyboard.press("Control+z");
  // The editor asks before it changes files that it does not show, unless nothing else has happened to them.
  const all = page.locator(".monaco-dialog-box .monaco-button", { hasText: /^Undo in \d+ Files$/ });
  const line = page.locator(".view-line", { hasText: back }).first();
  await Promise.race([all.waitFor(), line.waitFor()]);
  if (await all.isVisible()) await all.click();
  await line.waitFor();
}

/** Whether something comes to hold within a few seconds. */
async function settled(holds) {
  for (let tries = 0; tries < 30 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  return holds();
}
