// A folder that is not trusted, and the same once it is.
import assert from "node:assert/strict";
import { command, hasCommand, lens, notification, open, trust } from "../workbench.mjs";

export const trusted = {
  "in a folder that is not trusted loops are judged, and nothing is run": async ({ page, go, picture }) => {
    await go("workspace");
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    assert.equal(await hasCommand(page, "Loopsmith: Benchmark Loop"), false);
    assert.equal(await hasCommand(page, "Loopsmith: Explain Loop"), true);
    await lens(page, "Benchmark").first().click();
    await notification(page, "this workspace is not trusted");
    await picture("not-trusted");
    await command(page, "Notifications: Clear All Notifications");
  },

  "once it is trusted, a benchmark is there": async ({ page }) => {
    await trust(page);
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    assert.equal(await hasCommand(page, "Loopsmith: Benchmark Loop"), true);
  },
};
