// Opens headless Chromium on the workbench, with every request to anywhere else refused.
import { createRequire } from "node:module";
import { browserPath } from "./setup.mjs";

const switches = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/**
 * @param {string} host the only host that may be asked, e.g. `127.0.0.1:8123`
 * @returns {Promise<{ browser: import("playwright-core").Browser, page: import("playwright-core").Page }>}
 */
export async function openBrowser(host) {
  const { chromium } = createRequire(import.meta.url)("playwright-core");
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await chromium.launch({ executablePath: browserPath(), headless: true, args: switches, ...signals });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const elsewhere = (url) => /^https?:$/.test(url.protocol) && url.host !== host;
  await context.route(elsewhere, (route) => route.abort());
  return { browser, page: await context.newPage() };
}
