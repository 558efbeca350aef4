// User stories that drive the workbench as a person does, by clicks and keys: trust, actions by keyboard, preview, undo, a server that
// ends, a long file, several folders, a notebook, the walkthrough, another language. Run by runTest.mjs after the suite inside of the host.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  appears,
  command,
  descendantsRunning,
  hasCommand,
  lens,
  notification,
  open,
  openView,
  row,
  text,
  trust,
} from "./workbench.mjs";

/** @param {{ page: import("playwright-core").Page, address: (folder?: string) => string, finish: (code: number, why?: string) => Promise<void> }} host */
export default async function drive({ page, address, finish }) {
  const folder = process.env.STORIES;
  const only = process.env.STORY?.trim();
  const go = async (name) => {
    await page.goto(address(path.join(folder, name)));
    await page.locator(".monaco-workbench").waitFor();
  };
  page.setDefaultTimeout(30_000);
  let [passed, failed] = [0, 0];
  for (const [name, story] of Object.entries(stories)) {
    if (only !== undefined && !new RegExp(only).test(name)) continue;
    const begun = Date.now();
    try {
      await story({ page, go, folder });
      passed++;
      console.log(`    ✔ ${name} (${Date.now() - begun}ms)`);
    } catch (error) {
      failed++;
      const picture = path.join(os.tmpdir(), `loopsmith-story-${failed}.png`);
      await page.screenshot({ path: picture }).catch(() => undefined);
      console.log(`    ✘ ${name}: ${error?.stack ?? error}\n      ${picture}`);
    }
    await page.keyboard.press("Escape");
  }
  console.log(`  ${passed} passing`);
  if (0 < failed) console.log(`  ${failed} failing`);
  await finish(failed === 0 ? 0 : 1);
}

const stories = {
  "in a folder that is not trusted loops are judged, and nothing is run": async ({ page, go }) => {
    await go("workspace");
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    assert.equal(await hasCommand(page, "Loopsmith: Benchmark Loop"), false);
    assert.equal(await hasCommand(page, "Loopsmith: Explain Loop"), true);
    await lens(page, "Benchmark").first().click();
    await notification(page, "this workspace is not trusted").waitFor();
    await command(page, "Notifications: Clear All Notifications");
  },

  "once it is trusted, a benchmark is there": async ({ page }) => {
    await trust(page);
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    assert.equal(await hasCommand(page, "Loopsmith: Benchmark Loop"), true);
  },

  "a result stays after its loop when the window is opened again": async ({ page, go }) => {
    await open(page, "slow.mjs");
    await lens(page, "Benchmark").first().click();
    await result(page, "identical");
    await lens(page, "Report").first().waitFor();
    await go("workspace");
    await open(page, "slow.mjs");
    await result(page, "identical");
    await lens(page, "Report").first().waitFor();
    await command(page, "Loopsmith: Clear Inline Results");
    await lens(page, "Report").first().waitFor({ state: "detached" });
  },

  "a rewrite is previewed, applied and taken back by keys alone": async ({ page, folder }) => {
    await open(page, "slow.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await goToLine(page, 6);
    await actionMenu(page, "Run this loop on all cores");
    await page.keyboard.press("Control+Enter");
    await page.locator(".refactor-preview, .bulk-edit-panel", { hasText: "slow.kernels.ts" }).first().waitFor();
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
    await page.locator(".editor-group-container .monaco-editor textarea, .native-edit-context").first().focus();
    await page.keyboard.press("Control+z");
    // One step for all files; the editor asks before it changes those that are not in view.
    const all = page.locator(".monaco-dialog-box .monaco-button", { hasText: /^Undo in \d+ Files$/ });
    const back = page.locator(".view-line", { hasText: "for (let y" }).first();
    await Promise.race([all.waitFor(), back.waitFor()]);
    if (await all.isVisible()) await all.click();
    await back.waitFor();
    assert.doesNotMatch(await text(page), /parallelMap/);
    await until("no kernels", () => !fs.existsSync(path.join(own, "slow.kernels.ts")));
    // The manifest is taken back last, perhaps after the first time that all is saved.
    for (let tries = 0; tries < 20 && saved("package.json", "@loopsmith/runner"); tries++) {
      await command(page, "File: Save All");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    assert.ok(!saved("package.json", "@loopsmith/runner"), "the manifest is as it was");
  },

  "an action that is refused is in the menu, with its reason": async ({ page }) => {
    await open(page, "refused.ts");
    await goToLine(page, 4);
    const refused = page.locator(
      ".action-widget .monaco-list-row.option-disabled, .action-widget .monaco-list-row[aria-disabled=true]",
      {
        hasText: "on all cores",
      },
    );
    let said = "";
    const seen = [];
    for (let tries = 0; tries < 8 && said === ""; tries++) {
      await page.keyboard.press("Control+Shift+r");
      // The other servers may not be ready: then the editor says that there is nothing, or closes the menu again, and has to be asked again.
      // Where there are others that can be had, the editor shows those that cannot when it is asked to.
      const rest = page.locator(".action-widget-action-bar a, .action-widget a", { hasText: "Show Disabled" }).first();
      await Promise.race([refused.first().waitFor(), rest.waitFor()].map((each) => each.catch(() => undefined)));
      if (!(await refused.first().isVisible()) && (await rest.isVisible())) await rest.click();
      // What is there is read at once: the menu is filled anew whenever a server answers.
      if (await appears(refused.first(), 4000))
        said = (await refused.evaluateAll((rows) => rows.map((row) => `${row.ariaLabel} ${row.textContent}`))).join(
          "\n",
        );
      if (!said.includes("`guess`")) {
        seen.push(said);
        said = "";
        await page.keyboard.press("Escape");
      }
    }
    assert.match(said, /`guess` carries a value from one iteration to the next/, JSON.stringify(seen));
    await page.keyboard.press("Escape");
  },

  "a refused loop that takes the time has a hint, with both accesses and a link to its page": async ({ page }) => {
    await open(page, "steps.mjs");
    await command(page, "Loopsmith: Profile Program");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "the active file" }).first().click();
    await lens(page, "of the run").first().waitFor();
    const head = page.locator(".view-line", { hasText: "for (" }).first().locator("span", { hasText: "for" }).last();
    const link = page.locator(".monaco-hover a.code-link", { hasText: "carried-dependence" });
    for (let tries = 0; tries < 10 && !(await appears(link, 2000)); tries++) {
      await page.mouse.move(640, 700);
      await head.hover();
    }
    const hover = await page.locator(".monaco-hover", { hasText: "carried-dependence" }).first().textContent();
    assert.match(hover, /% of the run and has to run in order/);
    assert.match(hover, /steps\.mjs\(4, 5\).*`guess` is carried from one iteration to the next here/);
    await link.click();
    const shown = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await shown.locator("h1", { hasText: "carried-dependence" }).waitFor();
    await command(page, "View: Close Editor");
    await command(page, "Loopsmith: Clear Profile");
    await lens(page, "of the run").first().waitFor({ state: "detached" });
    // A profile shows the loops by what they would save.
    await command(page, "Loopsmith: Group Loops by File");
  },

  "what the analysis cannot decide is checked by running it, and the rewrite is shown before it is made": async ({
    page,
  }) => {
    await open(page, "trial.mjs");
    await goToLine(page, 3);
    await actionMenu(page, "Check by running");
    await page.keyboard.press("Enter");
    const report = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await report.locator(".answer", { hasText: "No conflict in 20 iterations" }).waitFor();
    await report.locator("a", { hasText: "Rewrite It (Needs Review)" }).click();
    const preview = page.locator(".refactor-preview, .bulk-edit-panel");
    await preview.filter({ hasText: "trial.kernels.mjs" }).first().waitFor();
    await preview.locator(".monaco-button", { hasText: "Discard" }).first().click();
    await page.locator(".bulk-edit-panel", { hasText: "trial.kernels.mjs" }).waitFor({ state: "detached" });
    await command(page, "View: Close All Editors");
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

  "in a file of three thousand lines marks follow what is typed": async ({ page }) => {
    await open(page, "long.ts");
    await lens(page, "Run on all cores").first().waitFor();
    await goToLine(page, 3);
    await page.keyboard.press("End");
    // A sum that one iteration reads from the one before it.
    await page.keyboard.type("\nif (out.length > 1 && out[i - 1]! > 1e9) break;");
    await page.locator(".view-line", { hasText: "1e9) break;" }).first().waitFor();
    // The marks have gone with the loop's last line one down, so the first lens stands where it stood.
    await lens(page, "Run on all cores").first().waitFor();
    await revert(page);
    await lens(page, "Run on all cores").first().waitFor();
  },

  "the walkthrough leads to the Loops view, and ticks its step off": async ({ page }) => {
    await command(page, "View: Show Explorer");
    await command(page, "Loopsmith: Get Started");
    await page.locator(".gettingStartedContainer", { hasText: "Run your loops on all cores" }).first().waitFor();
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

  "of several folders all loops are listed, and a profile can be had of each": async ({ page, go }) => {
    await go("both.code-workspace");
    await trust(page);
    await openView(page);
    await row(page, "workspace/slow.ts").waitFor();
    await row(page, "second/heavy.ts").waitFor();
    await command(page, "Loopsmith: Profile Program");
    for (const name of ["workspace · node main.mjs", "second · node --version"])
      await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor();
    await page.keyboard.press("Escape");
  },

  "where the editor speaks German, so does Loopsmith": async ({ page, go }) => {
    await page.addInitScript(() => {
      // What a language pack sets.
      globalThis._VSCODE_NLS_LANGUAGE = "de";
    });
    await go("workspace");
    await open(page, "slow.ts");
    await lens(page, "Auf allen Kernen ausführen").first().waitFor();
    await lens(page, "Warum?").first().waitFor();
    assert.equal(await hasCommand(page, "Loopsmith: Schleife erklären"), true);
  },
};

/** What stands after the first line of a loop. */
async function result(page, said) {
  await page.waitForFunction(
    (part) =>
      [...document.querySelectorAll(".view-line span")].some((span) =>
        getComputedStyle(span, "::after").content.includes(part),
      ),
    said,
  );
}

async function revert(page) {
  await command(page, "File: Revert File");
  await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
}

async function goToLine(page, line) {
  const there = page.locator(".statusbar-item", { hasText: `Ln ${line},` });
  for (let tries = 0; tries < 6; tries++) {
    await page.keyboard.press("Control+g");
    const input = page.locator(".quick-input-widget input").first();
    if (!(await appears(input, 4000))) continue;
    await input.fill(`:${line}`);
    await page.keyboard.press("Enter");
    if (await appears(there, 4000)) return;
  }
  throw new Error(`line ${line} could not be gone to`);
}

async function until(what, ask) {
  for (let tries = 0; tries < 200; tries++) {
    if (ask()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`timed out: ${what}`);
}

/** Opens the menu of actions, asking again while the servers are not ready, with the wanted action on top or chosen by keys. */
async function actionMenu(page, title) {
  const wanted = page.locator(".action-widget .monaco-list-row", { hasText: title });
  for (let tries = 0; tries < 10 && !(await wanted.first().isVisible()); tries++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+.");
    await appears(wanted.first(), 3000);
  }
  const focused = page.locator(".action-widget .monaco-list-row.focused");
  for (let steps = 0; steps < 20 && !(await focused.first().textContent())?.includes(title); steps++)
    await page.keyboard.press("ArrowDown");
}

/** What the stories work on. @param {string} root of the repository @param {string} folder empty */
export function prepareStories(root, folder) {
  const workspace = path.join(folder, "workspace");
  fs.cpSync(path.join(root, "test/fixtures/workspace"), workspace, { recursive: true });
  const loop = (name) => `export function ${name}(xs: number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < xs.length; i++) {
    let sum = 0;
    for (let k = 0; k < 500; k++) sum += Math.sqrt(xs[i]! * k);
    out.push(sum);
  }
  return out;
}
`;
  const settings = { "loopsmith.bench.command": "node main.mjs", "loopsmith.bench.seconds": 1 };
  fs.mkdirSync(path.join(workspace, ".vscode"));
  fs.writeFileSync(path.join(workspace, ".vscode/settings.json"), JSON.stringify(settings));
  fs.writeFileSync(
    path.join(workspace, "steps.mjs"),
    `let guess = 1;
const wanted = Number(process.argv[2] ?? 3e8);
for (let step = 0; step < wanted; step++) {
    guess = (guess + 2 / guess) / 2;
}
console.log(guess);
`,
  );
  // What a package does, the analysis does not see.
  const tools = path.join(workspace, "node_modules/tools");
  fs.mkdirSync(tools, { recursive: true });
  fs.writeFileSync(path.join(tools, "package.json"), '{ "name": "tools", "version": "1.0.0", "types": "index.d.ts" }');
  fs.writeFileSync(path.join(tools, "index.js"), "exports.work = (x) => x * x;\n");
  fs.writeFileSync(path.join(tools, "index.d.ts"), "export function work(x: number): number;\n");
  fs.writeFileSync(
    path.join(workspace, "trial.mjs"),
    `import { work } from "tools";
const out = [];
for (let i = 0; i < 20; i++) {
  out.push(work(i));
}
console.log(out.length);
`,
  );
  const main = path.join(workspace, "main.mjs");
  fs.writeFileSync(main, `import "./trial.mjs";\n${fs.readFileSync(main, "utf8")}`);
  // Nine lines each.
  fs.writeFileSync(path.join(workspace, "long.ts"), Array.from({ length: 335 }, (_, at) => loop(`f${at}`)).join(""));
  const cell = {
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: ["let s = 0;\n", "for (let i = 0; i < 9; i++) s += i;"],
  };
  const metadata = { language_info: { name: "javascript" } };
  fs.writeFileSync(
    path.join(workspace, "cells.ipynb"),
    JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }),
  );
  const second = path.join(folder, "second");
  fs.mkdirSync(second);
  fs.writeFileSync(path.join(second, "heavy.ts"), loop("heavy"));
  fs.writeFileSync(
    path.join(second, "package.json"),
    '{ "private": true, "type": "module", "scripts": { "show": "node --version" } }',
  );
  const folders = [{ path: "workspace" }, { path: "second" }];
  fs.writeFileSync(path.join(folder, "both.code-workspace"), JSON.stringify({ folders }));
}
