// The page of a report in a real browser: axe-core finds nothing, in light and dark and in an editor's themes, those of high contrast among them, and pictures are as wide as they may be.
// Usage: node --import tsx --test test/e2e/reportPage.test.mjs      PICTURES=<folder> keeps a picture of each page
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { reportPage } from "../../extension/src/views/reportPage.ts";
import { printHtml } from "../../runner/src/report/html.ts";
import { different, equal, failed, sampleReport } from "../../runner/src/testing/sampleReport.ts";
import { openBrowser } from "../editor/browser.mjs";
import { ensureEditorHost } from "../editor/setup.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the editor sets on the root of a webview, as in its modern themes. */
const themes = {
  dark: {
    "editor-foreground": "#cccccc",
    "editor-background": "#1f1f1f",
    descriptionForeground: "#9d9d9d",
    "panel-border": "#2b2b2b",
    "charts-blue": "#3794ff",
    "charts-green": "#89d185",
    errorForeground: "#f85149",
    "textLink-foreground": "#4daafc",
    focusBorder: "#0078d4",
    "editorWidget-background": "#202020",
  },
  light: {
    "editor-foreground": "#3b3b3b",
    "editor-background": "#ffffff",
    descriptionForeground: "#3b3b3b",
    "panel-border": "#e5e5e5",
    "charts-blue": "#1a85ff",
    "charts-green": "#388a34",
    errorForeground: "#f85149",
    "textLink-foreground": "#005fb8",
    focusBorder: "#005fb8",
    "editorWidget-background": "#f8f8f8",
  },
  "high-contrast": {
    "editor-foreground": "#ffffff",
    "editor-background": "#000000",
    descriptionForeground: "#ffffffb3",
    contrastBorder: "#6fc3df",
    "charts-blue": "#3794ff",
    "charts-green": "#89d185",
    errorForeground: "#f48771",
    "textLink-foreground": "#21a6ff",
    focusBorder: "#f38518",
    "editorWidget-background": "#0c141f",
  },
  "high-contrast-light": {
    "editor-foreground": "#292929",
    "editor-background": "#ffffff",
    descriptionForeground: "#292929b3",
    contrastBorder: "#0f4a85",
    "charts-blue": "#1a85ff",
    "charts-green": "#374e06",
    errorForeground: "#b5200d",
    "textLink-foreground": "#0f4a85",
    focusBorder: "#006bbd",
    "editorWidget-background": "#ffffff",
  },
};

const exporter = { title: "Export as", command: "loopsmith.exportReport" };
let browser;
let page;
before(async () => {
  ensureEditorHost();
  ({ browser, page } = await openBrowser("localhost"));
});
after(() => browser?.close());

/** Loads a page and lets axe-core look at it. */
async function look(name, html, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.setContent(html);
  if (process.env.PICTURES) {
    fs.mkdirSync(process.env.PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(process.env.PICTURES, `${name}-${colorScheme}.png`), fullPage: true });
  }
  // By the debugger's hand: the page's own policy lets no script in.
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document));
  assert.ok(passes.length > 10, `axe-core looked at ${name}`);
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: part }) => part.slice(0, 160)).join(" | ")}`),
    [],
    `${name}, ${colorScheme}`,
  );
}

/** Texts of the charts that are seen which reach out of their picture. */
async function cutLabels() {
  return await page.evaluate(() =>
    [...document.querySelectorAll("svg.chart text")].flatMap((label) => {
      const [own, whole] = [label, label.ownerSVGElement].map((each) => each.getBoundingClientRect());
      const isSeen = own.width > 0;
      const fits = whole.left - 0.5 <= own.left && own.right <= whole.right + 0.5;
      return isSeen && !fits ? [label.textContent] : [];
    }),
  );
}

for (const colorScheme of ["light", "dark"]) {
  for (const [name, comparison] of Object.entries({ equal, different, failed })) {
    test(`axe-core finds nothing in a report whose outcome is ${name}, ${colorScheme}`, async () => {
      await look(name, await printHtml(sampleReport(comparison)), colorScheme);
    });
  }
}

for (const [theme, own] of Object.entries(themes)) {
  test(`nor in the editor's panel, ${theme}`, async () => {
    const colours = Object.entries(own).map(([name, value]) => `--vscode-${name}: ${value};`);
    const variables = `${colours.join("")} --vscode-font-family: system-ui; --vscode-editor-font-family: monospace;`;
    // The editor says both of a light theme of high contrast.
    const kind =
      theme === "high-contrast-light" ? "vscode-high-contrast vscode-high-contrast-light" : `vscode-${theme}`;
    const shown = reportPage(await printHtml(sampleReport(equal)), exporter)
      .replace("<html lang", () => `<html style="${variables}" lang`)
      .replace("<body>", `<body class="${kind}">`);
    await look(`panel-${theme}`, shown, theme.endsWith("light") ? "light" : "dark");
  });
}

for (const [colorScheme, forcedColors] of [
  ["light", "none"],
  ["dark", "none"],
  ["dark", "active"],
]) {
  test(`a narrow panel shows all of it, ${colorScheme}, forced colours ${forcedColors}`, async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    await page.emulateMedia({ forcedColors });
    try {
      for (const [name, comparison] of Object.entries({ equal, different, failed })) {
        await look(`narrow-${forcedColors}-${name}`, await printHtml(sampleReport(comparison)), colorScheme);
        const cut = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll(".scroll, figure, p, li")]
            .filter((each) => each.scrollWidth > each.clientWidth && each.clientWidth > 0)
            .map((each) => `${each.tagName} ${each.textContent.slice(0, 60)}`),
        );
        assert.deepEqual(cut, [], name);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("svg.chart")]
            .filter((each) => each.getBoundingClientRect().width > 0)
            .map((each) => each.getBoundingClientRect().width / each.viewBox.baseVal.width)
            .filter((scale) => scale < 0.9),
        );
        assert.deepEqual(small, [], `letters of the charts of ${name} are as large as they were drawn`);
        assert.deepEqual(await cutLabels(), [], `no label of the charts of ${name} is cut off`);
      }
    } finally {
      await page.emulateMedia({ forcedColors: "none" });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
  });
}

test("the keyboard reaches tables, should one be wider than the window; figures below one another have their heads", async () => {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.setContent(await printHtml(sampleReport(equal)));
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Times and speedups/);
  const heads = await page.evaluate(() => {
    const row = document.querySelector("tr.best");
    return [...row.querySelectorAll("td")].map((cell) => getComputedStyle(cell, "::before").content);
  });
  assert.match(heads.join(), /median.*efficiency/);
  await page.setViewportSize({ width: 1280, height: 800 });
});

/** One version's runs differ much, so that its interval is long. */
const scattered = {
  ...equal,
  points: equal.points.map((point) =>
    point.workers === 1
      ? { ...point, timing: { ...point.timing, samples: point.timing.samples.map((ms, run) => ms * (1 + run / 10)) } }
      : point,
  ),
};

for (const width of [320, 480, 560, 605, 640, 720, 800, 960]) {
  test(`at a width of ${width} nothing is wider than the window, and no label is cut off`, async () => {
    await page.setViewportSize({ width, height: 800 });
    await page.setContent(await printHtml(sampleReport(scattered)));
    const wide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll(".scroll, figure, p, li")]
        .filter((each) => each.scrollWidth > each.clientWidth && each.clientWidth > 0)
        .map((each) => `${each.tagName} ${each.textContent.trim().slice(0, 60)}`),
    );
    assert.deepEqual(wide, []);
    assert.deepEqual(await cutLabels(), []);
    await page.setViewportSize({ width: 1280, height: 800 });
  });
}
