// Drives the workbench as a user does, and takes a picture of each step: lenses, hover of a refusal, benchmark, report, rewrite.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** @param {{ page: import("playwright-core").Page, finish: (code: number, why?: string) => Promise<void> }} host */
export default async function drive({ page, finish }) {
  const folder = process.env.PICTURES;
  const theme = process.env.THEME;
  fs.mkdirSync(folder, { recursive: true });
  const picture = async (name) => {
    // Away from whatever was clicked, so that nothing is highlighted but what the picture is about.
    if (name !== "refused") await page.mouse.move(640, 780);
    await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
    console.log(`picture: ${name}-${theme}`);
  };
  try {
    page.setDefaultTimeout(60_000);
    await page.locator(".monaco-workbench").waitFor();
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

    await open(page, "newton.ts");
    await page.locator(".view-line", { hasText: "for (" }).first().locator("span", { hasText: "for" }).last().hover();
    await page.locator(".monaco-hover", { hasText: "has to run in order" }).waitFor();
    await picture("refused");

    await page.keyboard.press("Escape");
    await showLoops(page);
    await picture("loops-view");
    await finish(0);
  } catch (error) {
    await page.screenshot({ path: path.join(os.tmpdir(), "loopsmith-picture-failed.png") }).catch(() => undefined);
    await finish(1, String(error?.stack ?? error));
  }
}

/** The view with all loops, one file open, the mouse on a loop so that its buttons are seen. */
async function showLoops(page) {
  await page.locator(".activitybar a[aria-label^='Loopsmith']").first().click();
  const file = page.locator(".pane-body .monaco-list-row", { hasText: "kmeans.ts" }).first();
  await file.waitFor();
  await file.click();
  await page.locator(".pane-body .monaco-list-row", { hasText: "for (" }).first().waitFor();
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
