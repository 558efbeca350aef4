// User stories that drive the workbench as a person does, by clicks and keys. Run by runTest.mjs after the suite inside of the host.
// STORY_PICTURES=<folder> keeps a picture of what each shows, THEME says in which theme; STORY_PATIENCE=<ms> for who writes stories.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { marked } from "./stories/marks.mjs";
import { measured } from "./stories/measure.mjs";
import { rewritten } from "./stories/rewrite.mjs";
import { trusted } from "./stories/trust.mjs";
import { around } from "./stories/workspace.mjs";
import { baseThemes, notifications, patience } from "./workbench.mjs";

/** In this order: what is trusted stays so, and a German editor stays German. */
const stories = {
  ...trusted,
  ...measured,
  ...rewritten,
  ...marked,
  ...around,
};

/** @param {{ page: import("playwright-core").Page, address: (folder?: string) => string, finish: (code: number, why?: string) => Promise<void> }} host */
export default async function drive({ page, address, finish }) {
  const { STORIES: folder, STORY_PICTURES: pictures, THEME: theme } = process.env;
  const only = process.env.STORY?.trim();
  const go = async (name) => {
    await page.goto(address(path.join(folder, name)));
    // Better no picture than one in a theme that was not asked for: the editor shows its own until the wanted one is there.
    await page.locator(theme === undefined ? ".monaco-workbench" : `.monaco-workbench.${baseThemes[theme]}`).waitFor();
  };
  const picture = async (name) => {
    if (pictures === undefined) return;
    fs.mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
  };
  page.setDefaultTimeout(patience);
  let [passed, failed] = [0, 0];
  for (const [name, story] of Object.entries(stories)) {
    if (only !== undefined && !new RegExp(only).test(name)) continue;
    const begun = Date.now();
    try {
      await story({ page, go, folder, picture });
      const wrong = (await notifications(page)).filter((said) => /\bRequest \S+ failed|has ended/.test(said));
      if (0 < wrong.length) throw new Error(`the editor says: ${wrong.join("; ")}`);
      passed++;
      console.log(`    ✔ ${name} (${Date.now() - begun}ms)`);
    } catch (error) {
      failed++;
      const file = path.join(os.tmpdir(), `loopsmith-story-${failed}.png`);
      await page.screenshot({ path: file }).catch(() => undefined);
      console.log(`    ✘ ${name}: ${error?.stack ?? error}\n      ${file}`);
      for (const said of await notifications(page).catch(() => [])) console.log(`      the editor says: ${said}`);
      // What it has left open is in the way of the next.
      await go("workspace").catch(() => undefined);
    }
    await page.keyboard.press("Escape");
  }
  console.log(`  ${passed} passing`);
  if (0 < failed) console.log(`  ${failed} failing`);
  await finish(failed === 0 ? 0 : 1);
}
