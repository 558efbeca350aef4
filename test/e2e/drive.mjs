// Drives the workbench as a user does, and takes a picture of each step: lenses, benchmark, report, rewrite, hover of a refusal,
// the Loops view; on demand, the marks of a profile.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** @param {{ page: import("playwright-core").Page, finish: (code: number, why?: string) => Promise<void> }} host */
export default async function drive({ page, finish }) {
  const folder = process.env.PICTURES;
  const theme = process.env.THEME;
  const wanted = process.env.STAGES ? process.env.STAGES.split(" ") : inOneEditor;
  fs.mkdirSync(folder, { recursive: true });
  const picture = async (name, { mouse = [640, 780] } = {}) => {
    // Away from whatever was clicked, so that nothing is highlighted but what the picture is about.
    if (mouse !== undefined) await page.mouse.move(...mouse);
    await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
    console.log(`picture: ${name}-${theme}`);
  };
  try {
    page.setDefaultTimeout(60_000);
    await page.locator(".monaco-workbench").waitFor();
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

const stages = { loop: drawLoop, refused: drawRefused, view: drawView, profile: drawProfile };
/** The others follow one another in one editor; a profile wants the loops as they are before the rewrite, and regroups the view. */
const inOneEditor = ["loop", "refused", "view"];

async function drawLoop(page, picture) {
  await open(page, "mandelbrot.ts");
  await lens(page, "Run on all cores").first().waitFor();
  await page.keyboard.press("Control+b");
  await page.keyboard.press("Control+End");
  await picture("lenses");

  await lens(page, "Benchmark").first().click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".view-line span")].some((span) =>
      getComputedStyle(span, "::after").content.includes("identical"),
    ),
  );
  await lens(page, "Report").first().waitFor();
  await picture("inline-result");

  await lens(page, "Report").first().click();
  const report = page.frameLocator("iframe.webview").frameLocator("#active-frame");
  await report.locator("h1").waitFor();
  await picture("report");
  // Its tab, beside which the text stays.
  await page.locator(".tab", { hasText: "Loop mandelbrot.ts" }).first().click({ button: "middle" });

  await lens(page, "Run on all cores").first().click();
  await page.locator(".view-line", { hasText: "parallelMap" }).first().waitFor();
  await lens(page, "Run on all cores").first().waitFor({ state: "detached" });
  await picture("rewritten");
}

async function drawRefused(page, picture) {
  await open(page, "newton.ts");
  await page.locator(".view-line", { hasText: "for (" }).first().locator("span", { hasText: "for" }).last().hover();
  await page.locator(".monaco-hover", { hasText: "has to run in order" }).waitFor();
  await picture("refused", { mouse: undefined });
}

/** The view with all loops, one of them open, the mouse on its item so that the buttons are seen. */
async function drawView(page, picture) {
  await page.locator(".activitybar a[aria-label^='Loopsmith']").first().click();
  await row(page, "kmeans.ts").click();
  await page.keyboard.press("ArrowRight");
  await row(page, "i < points.length").click();
  await page.locator(".view-line").first().waitFor();
  await row(page, "i < points.length").hover();
  await picture("loops-view", { mouse: undefined });
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
  await picture("profile");
}

async function command(page, title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").first().fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
  await page.keyboard.press("Enter");
}

function row(page, text) {
  return page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
}

async function open(page, file) {
  await page.keyboard.press("Control+p");
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab", { hasText: file }).first().waitFor();
}

function lens(page, title) {
  return page.locator(".codelens-decoration a", { hasText: title });
}
