// The Loops view, the walkthrough, a server that ends, notebooks, several folders, another language.
import assert from "node:assert/strict";
import {
  actionMenu,
  again,
  appears,
  command,
  descendantsRunning,
  goToLine,
  hasCommand,
  lens,
  loopHead,
  open,
  openView,
  pointAt,
  revert,
  row,
  trust,
  until,
} from "../workbench.mjs";

export const around = {
  "the Loops view is grouped and filtered by its buttons, and leads to a loop": async ({ page, picture }) => {
    await openView(page);
    await row(page, "slow.ts").waitFor();
    await page.locator(".statusbar-item", { hasText: "Loops: " }).waitFor({ state: "detached" });
    const button = (name) =>
      page
        .locator(".pane-header .action-label, .composite.title .action-label")
        .and(page.locator(`[aria-label^="${name}"]`))
        .first();
    // Buttons come and go while the workspace is looked through, and the others move.
    const groupBy = (title) =>
      again(`the loops grouped: ${title}`, async () => {
        await button("Group by")
          .click({ timeout: 4000 })
          .catch(() => undefined);
        const item = page.locator(".monaco-menu .action-item", { hasText: title }).first();
        return (
          (await appears(item, 3000)) &&
          (await item.click({ timeout: 3000 }).then(
            () => true,
            () => false,
          ))
        );
      });
    await picture("loops-by-file");
    await groupBy("Group Loops by Verdict and Reason");
    await row(page, "In order: carried dependence").waitFor();
    await picture("loops-by-reason");
    await button("Filter Loops").click();
    await page.locator(".quick-input-widget input").first().fill("newton refused");
    await until("one loop is left", async () => (await page.locator(".pane-body .monaco-list-row").count()) < 4);
    await page.locator(".quick-input-widget input").first().fill("refused.ts");
    await page.keyboard.press("Enter");
    await row(page, "In order: carried dependence").click();
    await page.keyboard.press("ArrowRight");
    await row(page, "for (let step").click();
    await page.locator(".tab.active", { hasText: "refused.ts" }).waitFor();
    await page.locator(".statusbar-item", { hasText: "Ln 4," }).waitFor();
    await picture("loops-filtered");
    await button("Show All Loops Again").click();
    await row(page, "Can run on all cores").waitFor();
    await groupBy("Group Loops by File");
    await row(page, "slow.ts").waitFor();
  },

  "a server that ends is started again, and the marks come back": async ({ page }) => {
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    const [before] = descendantsRunning("dist/server.cjs");
    process.kill(before, "SIGKILL");
    await until("another server", () => {
      const [now] = descendantsRunning("dist/server.cjs");
      return now !== undefined && now !== before;
    });
    // It knows the text that is open: a change of it is answered.
    await goToLine(page, 6);
    await page.keyboard.press("End");
    await page.keyboard.type(" // changed");
    await lens(page, "Run on all cores").first().waitFor();
    await revert(page);
  },

  "the walkthrough leads to the Loops view, and ticks its step off": async ({ page, picture }) => {
    await command(page, "View: Show Explorer");
    await command(page, "Loopsmith: Get Started");
    await page.locator(".gettingStartedContainer", { hasText: "Run your loops on all cores" }).first().waitFor();
    await picture("walkthrough");
    const step = page.locator(".getting-started-step", { hasText: "See which loops can run on all cores" }).first();
    await step.click();
    await step.locator(".monaco-button", { hasText: "Show Loops" }).click();
    await row(page, "slow.ts").waitFor();
    await step.locator(".codicon-getting-started-step-checked").first().waitFor();
    await command(page, "View: Close Editor");
  },

  "a notebook is left alone": async ({ page }) => {
    await open(page, "cells.ipynb");
    await page.locator(".notebookOverlay .view-line").first().click();
    assert.equal(await hasCommand(page, "Loopsmith: Run Loop on All Cores"), false);
    assert.equal(await lens(page, "Run on all cores").count(), 0);
    await page.keyboard.press("Escape");
  },

  "of several folders all loops are listed, and a profile can be had of each": async ({ page, go, picture }) => {
    // At times the workbench opens the file without its folders, before its own file system is ready: it is opened again then.
    const second = page.locator(".explorer-folders-view .monaco-list-row", { hasText: "second" }).first();
    await again("the folders of the workspace", async () => {
      await go("both.code-workspace");
      await command(page, "View: Show Explorer");
      return await appears(second, 20_000);
    });
    await trust(page);
    await openView(page);
    await row(page, "workspace/slow.ts").waitFor();
    await row(page, "second/heavy.ts").waitFor();
    await command(page, "Loopsmith: Profile Program");
    for (const name of ["workspace · node main.mjs", "second · node --version"])
      await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
    await picture("several-folders");
    await page.keyboard.press("Escape");
  },

  "where the editor speaks German, so does Loopsmith": async ({ page, go, picture }) => {
    await page.addInitScript(() => {
      // What a language pack sets.
      globalThis._VSCODE_NLS_LANGUAGE = "de";
    });
    await go("workspace");
    await open(page, "slow.ts");
    await lens(page, "Auf allen Kernen ausführen").first().waitFor();
    await lens(page, "Warum?").first().waitFor();
    // Its parts come one after the other.
    const hover = page.locator(".monaco-hover", { hasText: "Zu jedem Worker: " }).first();
    await pointAt(page, loopHead(page), hover);
    assert.match(await hover.textContent(), /Diese Schleife kann auf allen Kernen laufen/);
    await picture("german");
    await page.mouse.move(640, 780);
    await goToLine(page, 6);
    await actionMenu(page, "Diese Schleife auf allen Kernen ausführen");
    await page.keyboard.press("Escape");
    await open(page, "refused.ts");
    const refused = page.locator(".monaco-hover", { hasText: "Diese Schleife muss der Reihe nach laufen" }).first();
    await pointAt(page, loopHead(page), refused);
    assert.match(await refused.textContent(), /`?guess`? trägt einen Wert von einem Durchlauf zum nächsten/);
    await picture("german-refused");
    await page.mouse.move(640, 780);
    assert.equal(await hasCommand(page, "Loopsmith: Schleife erklären"), true);
  },
};
