// Drives the workbench as a user does, and takes a picture of each step: lenses, benchmark, report, rewrite, hover of a refusal,
// the Loops view, the colours of variables, the walkthrough; on demand, the marks of a profile. A part of some is the walkthrough's.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { baseThemes, command, lens, open, openView, row } from "./workbench.mjs";

/** @param {{ page: import("playwright-core").Page, finish: (code: number, why?: string) => Promise<void> }} host */
export default async function drive({ page, finish }) {
  const folder = process.env.PICTURES;
  const theme = process.env.THEME;
  const wanted = process.env.STAGES ? process.env.STAGES.split(" ") : inOneEditor;
  for (const each of [folder, process.env.PARTS]) fs.mkdirSync(each, { recursive: true });
  const picture = async (name, { mouse = [640, 780], part } = {}) => {
    // Away from whatever was clicked, so that nothing is highlighted but what the picture is about.
    if (mouse !== null) await page.mouse.move(...mouse);
    await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
    if (part !== undefined) {
      const [x, y, width, height] = part;
      const file = path.join(process.env.PARTS, `${name}-${theme}.png`);
      await page.screenshot({ path: file, clip: { x, y, width, height } });
    }
    console.log(`picture: ${name}-${theme}`);
  };
  try {
    page.setDefaultTimeout(60_000);
    // Better no picture than one in a theme that was not asked for: the editor shows its own until the wanted one is there.
    await page.locator(`.monaco-workbench.${baseThemes[theme]}`).waitFor();
    for (const name of wanted) {
      await stages[name](page, picture);
      await page.keyboard.press("Escape");
    }
    await finish(0);
  } catch (error) {
    await page.screenshot({ path: path.join(os.tmpdir(), "loopsmith-picture-failed.png") }).catch(() => undefined);
    await finish(1, String(error?.stack ?? error));
  }
}

const stages = {
  loop: drawLoop,
  refused: drawRefused,
  colours: drawColours,
  view: drawView,
  walkthrough: drawWalkthrough,
  profile: drawProfile,
};
/** Without the profile, which regroups the view and wants the loops as they are before the rewrite. */
const inOneEditor = ["loop", "refused", "colours", "view", "walkthrough"];

async function closeSideBar(page) {
  const bar = page.locator(".part.sidebar");
  if (await bar.isVisible()) await page.keyboard.press("Control+b");
  await bar.waitFor({ state: "hidden" });
}

async function drawLoop(page, picture) {
  await open(page, "mandelbrot.ts");
  await lens(page, "Run on all cores").first().waitFor();
  await closeSideBar(page);
  await page.keyboard.press("Control+End");
  await picture("lenses", { part: [52, 36, 900, 330] });

  await lens(page, "Benchmark").first().click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".view-line span")].some((span) =>
      getComputedStyle(span, "::after").content.includes("identical"),
    ),
  );
  await lens(page, "Report").first().waitFor();
  await picture("inline-result", { part: [52, 36, 1110, 330] });

  await lens(page, "Report").first().click();
  const report = page.frameLocator("iframe.webview").frameLocator("#active-frame");
  await report.locator("h1").waitFor();
  await picture("report");
  // Its tab, beside which the text stays.
  await page.locator(".tab", { hasText: "Loop mandelbrot.ts" }).first().click({ button: "middle" });

  await lens(page, "Run on all cores").first().click();
  await page.locator(".view-line", { hasText: "parallelMap" }).first().waitFor();
  await lens(page, "Run on all cores").first().waitFor({ state: "detached" });
  await picture("rewritten", { part: [52, 36, 910, 210] });
}

async function drawRefused(page, picture) {
  await closeSideBar(page);
  await open(page, "newton.ts");
  const head = page.locator(".view-line", { hasText: "for (" }).first().locator("span", { hasText: "for" }).last();
  const said = page.locator(".monaco-hover", { hasText: "has to run in order" });
  // A hover that comes before the server is ready says nothing, and is not asked for again by itself.
  for (let tries = 0; tries < 20 && !(await said.isVisible()); tries++) {
    await page.mouse.move(640, 700);
    await head.hover();
    await said.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await said.waitFor();
  await picture("refused", { mouse: null, part: [52, 36, 910, 240] });
}

/** The variables of a loop by what becomes of them. */
async function drawColours(page, picture) {
  await open(page, "kmeans.ts");
  // The loop that gives each point its label.
  await page.keyboard.press("Control+g");
  await page.keyboard.type("40");
  await page.keyboard.press("Enter");
  await page.locator(".view-line", { hasText: "i < points.length; i++) {" }).first().waitFor();
  await command(page, "Loopsmith: Colour Variables of Loop");
  await page.locator(".statusbar-item", { hasText: "live-in" }).waitFor();
  await picture("variables");
  await command(page, "Loopsmith: Take Colours of Variables Away");
  await page.locator(".statusbar-item", { hasText: "live-in" }).waitFor({ state: "detached" });
}

async function drawWalkthrough(page, picture) {
  // The picture of a step is beside its text where there is room.
  await closeSideBar(page);
  await command(page, "Loopsmith: Get Started");
  await page.locator(".gettingStartedContainer", { hasText: "Run your loops on all cores" }).first().waitFor();
  await page.locator(".getting-started-step", { hasText: "Measure before you change anything" }).first().click();
  await page.locator(".gettingStartedContainer .getting-started-media img").first().waitFor();
  await picture("walkthrough");
}

/** The view with all loops, one of them open, the mouse on its item so that the buttons are seen. */
async function drawView(page, picture) {
  await openView(page);
  await row(page, "kmeans.ts").click();
  await page.keyboard.press("ArrowRight");
  await row(page, "i < points.length").click();
  await page.locator(".view-line").first().waitFor();
  await page.locator(".statusbar-item", { hasText: "Analyzing" }).waitFor({ state: "detached" });
  await page.locator(".statusbar-item", { hasText: "Loops: " }).waitFor({ state: "detached" });
  await row(page, "i < points.length").hover();
  await picture("loops-view", { mouse: null, part: [10, 36, 1000, 460] });
}

/** After a profile: the Loops view by saving, and the hot loop with its flame and its lens. It needs an editor of its own. */
async function drawProfile(page, picture) {
  await open(page, "main.ts");
  await command(page, "Loopsmith: Profile Program");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "the active file" }).first().click();
  await row(page, "Saves time on all cores").waitFor();
  await row(page, "for (").click();
  // Before the item's own hover comes up.
  await page.mouse.move(640, 700);
  await lens(page, "of the run").first().waitFor();
  await command(page, "View: Hide Panel");
  await page.locator(".statusbar-item", { hasText: "Loops: " }).waitFor({ state: "detached" });
  await picture("profile", { part: [10, 36, 1180, 340] });
}
