// Benchmarks: how far they are, their end by the user, the result beside the loop, its report and what is exported of it.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { appears, command, lens, notification, open, panel, result, until } from "../workbench.mjs";

export const measured = {
  "a benchmark says how far it is, and its button ends it": async ({ page, picture }) => {
    await open(page, "slow.mjs");
    await lens(page, "Benchmark").first().click();
    await result(page, "measuring");
    const progress = await notification(page, "Benchmark of slow.mjs");
    await picture("benchmark-progress");
    await progress.hover();
    await progress.locator(".monaco-button", { hasText: "Cancel" }).first().click();
    await page.waitForFunction(
      () =>
        ![...document.querySelectorAll(".view-line span")].some((span) =>
          getComputedStyle(span, "::after").content.includes("measuring"),
        ),
    );
    await lens(page, "Report").first().waitFor({ state: "detached" });
    await command(page, "Notifications: Clear All Notifications");
  },

  "its report opens beside the text, and is exported by its links": async ({ page, folder, picture }) => {
    await measuredLoop(page);
    await picture("inline-result");
    await lens(page, "Report").first().click();
    const report = panel(page);
    await report.locator("h1", { hasText: "slow.mjs" }).waitFor();
    await report.locator("caption", { hasText: "Times and speedups" }).waitFor();
    await picture("report");
    await report.locator(".export a", { hasText: "Markdown" }).click();
    // The editor's own question for a place; what it proposes is taken.
    const proposed = page.locator(".quick-input-widget input").first();
    await proposed.waitFor();
    await until("a name is proposed", async () => /slow-\d+-report\.md$/.test(await proposed.inputValue()));
    await picture("report-export");
    await page.keyboard.press("Enter");
    const own = path.join(folder, "workspace");
    const name = () => fs.readdirSync(own).find((file) => /^slow-\d+-report\.md$/.test(file));
    await until("the report is written", () => name() !== undefined);
    await until("all of it", () => /results? identical/i.test(fs.readFileSync(path.join(own, name()), "utf8")));
    fs.rmSync(path.join(own, name()));
    await page.locator(".tab", { hasText: "Loop slow.mjs" }).first().click({ button: "middle" });
    await command(page, "Notifications: Clear All Notifications");
  },

  "a result stays after its loop when the window is opened again": async ({ page, go }) => {
    await measuredLoop(page);
    await go("workspace");
    await open(page, "slow.mjs");
    await result(page, "identical");
    await lens(page, "Report").first().waitFor();
    await command(page, "Loopsmith: Clear Inline Results");
    await lens(page, "Report").first().waitFor({ state: "detached" });
    assert.equal(await appears(lens(page, "Benchmark").first(), 30_000), true);
  },
};

/** A loop with a result after it. */
async function measuredLoop(page) {
  await open(page, "slow.mjs");
  await lens(page, "Benchmark").first().waitFor();
  if (await lens(page, "Report").first().isVisible()) return;
  await lens(page, "Benchmark").first().click();
  await result(page, "identical");
  await lens(page, "Report").first().waitFor();
}
