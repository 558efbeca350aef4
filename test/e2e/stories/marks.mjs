// What stands beside the text: hovers, hints, colours, and that they follow what is typed and what is set.
import assert from "node:assert/strict";
import { again, appears, command, goToLine, lens, loopHead, open, panel, pointAt, revert } from "../workbench.mjs";

export const marked = {
  "pointing at a loop tells what it is, what becomes of its variables and what travels": async ({ page, picture }) => {
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    // Its parts come one after the other.
    const hover = page.locator(".monaco-hover", { hasText: /Variables: / }).first();
    await pointAt(page, loopHead(page), hover);
    const said = await hover.textContent();
    assert.match(said, /this loop can run on all cores/i);
    assert.match(said, /To each worker: .*bytes/);
    assert.match(said, /Variables: .*`?row`? private/);
    await picture("hover");
    await page.mouse.move(640, 780);
  },

  "why a loop can run on all cores is told point by point": async ({ page, picture }) => {
    await open(page, "slow.ts");
    await lens(page, "Why?").first().click();
    await page.locator(".quick-input-title", { hasText: "can run on all cores" }).waitFor();
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Worth it" }).first().waitFor();
    await picture("why");
    await page.keyboard.press("Escape");
  },

  "the variables of a loop are coloured, until the status bar is clicked": async ({ page, picture }) => {
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await goToLine(page, 6);
    const legend = page.locator(".statusbar-item", { hasText: "live-in" }).first();
    // It answers for the text at which it was asked; the editor may be about to tell of a change.
    await again("the variables coloured", async () => {
      await command(page, "Loopsmith: Colour Variables of Loop");
      return await appears(legend, 10_000);
    });
    await picture("colours");
    await legend.click();
    await legend.waitFor({ state: "detached" });
  },

  "lenses go when their setting is unticked, and come back": async ({ page, picture }) => {
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await command(page, "Preferences: Open Settings (UI)");
    const search = page.locator(".settings-editor .suggest-input-container").first();
    await search.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("loopsmith lens");
    const box = page.locator(".settings-editor .setting-item-bool .monaco-custom-toggle[aria-checked]").first();
    await page.locator(".settings-editor .setting-item-contents", { hasText: "Run on all cores" }).first().waitFor();
    await picture("settings");
    await box.click();
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor({ state: "detached" });
    await page.locator(".tab", { hasText: "Settings" }).first().click();
    await box.click();
    await page.locator(".tab", { hasText: "Settings" }).first().click({ button: "middle" });
    await lens(page, "Run on all cores").first().waitFor();
  },

  "a refused loop that takes the time has a hint, with both accesses and a link to its page": async ({
    page,
    picture,
  }) => {
    await open(page, "steps.mjs");
    await command(page, "Loopsmith: Profile Program");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "the active file" }).first().click();
    await lens(page, "of the run").first().waitFor();
    const link = page.locator(".monaco-hover a.code-link", { hasText: "carried-dependence" });
    await pointAt(page, loopHead(page), link);
    await picture("hot-and-refused");
    const hover = await page.locator(".monaco-hover", { hasText: "carried-dependence" }).first().textContent();
    assert.match(hover, /% of the run and has to run in order/);
    assert.match(hover, /steps\.mjs\(4, 5\).*`guess` is set here.*steps\.mjs\(4, 14\).*read here by a later iteration/);
    await link.click();
    await panel(page).locator("h1", { hasText: "carried-dependence" }).waitFor();
    await picture("reason-page");
    await command(page, "View: Close Editor");
    await command(page, "Loopsmith: Clear Profile");
    await lens(page, "of the run").first().waitFor({ state: "detached" });
    // A profile shows the loops by what they would save.
    await command(page, "Loopsmith: Group Loops by File");
  },

  "in a file of three thousand lines marks follow what is typed": async ({ page, picture }) => {
    await open(page, "long.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await goToLine(page, 3);
    await page.keyboard.press("End");
    // A sum that one iteration reads from the one before it.
    await page.keyboard.type("\nif (out.length > 1 && out[i - 1]! > 1e9) break;");
    await page.locator(".view-line", { hasText: "1e9) break;" }).first().waitFor();
    // The marks have gone with the loop's last line one down, so the first lens stands where it stood.
    await lens(page, "Run on all cores").first().waitFor();
    await picture("long-file");
    await revert(page);
    await lens(page, "Run on all cores").first().waitFor();
  },
};
