// What a person does in the workbench, as steps for stories and pictures: open a file, run a command, read a lens, answer a question.
// Each step is asked for again until what it is to bring is there; the only limit is one that ends what hangs.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** Milliseconds after which something is taken for hanging. Not a bound on how long a busy machine may take. */
export const patience = Number(process.env.STORY_PATIENCE ?? 120_000);

/** What the editor calls the kind of a theme in its page. */
export const baseThemes = { light: "vs", dark: "vs-dark", "hc-dark": "hc-black", "hc-light": "hc-light" };

const themes = {
  light: "Light Modern",
  dark: "Dark Modern",
  "hc-dark": "Default High Contrast",
  "hc-light": "Default High Contrast Light",
};

/** The user's settings for a theme. @param {keyof typeof themes} name */
export function themeSettings(name) {
  return { "workbench.colorTheme": themes[name], "window.autoDetectColorScheme": false };
}

/**
 * Another name of the repository. The editor takes a theme that lies in the folder of an extension under development for the one to
 * show, whatever the settings say, and the editor of the tests lies in the repository.
 * @param {string} scratch absolute folder
 */
export function developmentPath(root, scratch) {
  const link = path.join(scratch, "extension");
  fs.symlinkSync(root, link, "dir");
  return link;
}

/** Asks again where the workbench is not ready for keys yet. */
export async function command(page, title) {
  await again(`${title} in the palette`, async () => {
    if (!(await palette(page, title))) return false;
    const found = page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    if (!(await appears(found, 4000))) return false;
    await page.keyboard.press("Enter");
    return true;
  });
}

/** Whether the palette lists a command now. */
export async function hasCommand(page, title) {
  const rows = page.locator(".quick-input-list .monaco-list-row");
  let found = 0;
  await again("the palette's list", async () => {
    if (!(await palette(page, title)) || !(await appears(rows.first(), 4000))) return false;
    found = await rows.filter({ hasText: title }).count();
    return true;
  });
  await page.keyboard.press("Escape");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  return 0 < found;
}

async function palette(page, title) {
  // What is open lists the commands that there were when it was opened.
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input").first();
  if (!(await appears(input, 4000))) return false;
  return await filled(input, `>${title}`);
}

/** Something else that comes in front closes the input again. */
async function filled(input, text) {
  return await input.fill(text, { timeout: 4000 }).then(
    () => true,
    () => false,
  );
}

/** Asks again where the workbench is not ready for keys yet, or, while it restores what was open, puts something else in front. */
export async function open(page, file) {
  const tab = page.locator(".tab.active", { hasText: file }).first();
  await again(`${file} opened`, async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+p");
    const input = page.locator(".quick-input-widget input").first();
    if (!(await appears(input, 4000))) return false;
    if (!(await filled(input, file))) return false;
    // Not by the first row: files that are gone, and likenesses, come and go in the list.
    const found = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${file}"]`).first();
    if (!(await appears(found, 4000))) return false;
    await found.click({ timeout: 4000 }).catch(() => undefined);
    return await appears(tab, 4000);
  });
}

/** Whether something is seen within so many milliseconds. */
export async function appears(locator, ms) {
  return await locator.waitFor({ timeout: ms }).then(
    () => true,
    () => false,
  );
}

/** Whether something goes within so many milliseconds. */
export async function gone(locator, ms) {
  return await locator.waitFor({ state: "hidden", timeout: ms }).then(
    () => true,
    () => false,
  );
}

/** Tries until it answers true. */
export async function again(what, attempt) {
  for (const end = Date.now() + patience; Date.now() < end; ) if (await attempt()) return;
  throw new Error(`it did not come: ${what}`);
}

/** Asks until it answers true, ten times a second. */
export async function until(what, ask) {
  await again(what, async () => {
    if (await ask()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return false;
  });
}

/** The Loops view, by its icon, the click on which would hide it were it there. */
export async function openView(page) {
  if (await page.locator(".composite.title", { hasText: "Loopsmith" }).first().isVisible()) return;
  // The badge lies over the icon.
  await page.locator(".activitybar a[aria-label^='Loopsmith']").first().click({ force: true });
}

export function lens(page, title) {
  return page.locator(".codelens-decoration a", { hasText: title });
}

export function row(page, text) {
  return page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
}

/** What is seen of the active editor's text. */
export async function text(page) {
  const lines = await page.locator(".editor-instance .view-line").allTextContents();
  return lines.join("\n").replaceAll("\u00a0", " ");
}

/** The page of a report, within its frames. */
export function panel(page) {
  return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}

/** Toasts are not shown under the driver; the centre lists what they would say. Waits until it lists this. */
export async function notification(page, said) {
  const item = page.locator(".notifications-center .notification-list-item", { hasText: said }).first();
  await again(`a notification: ${said}`, async () => {
    await showNotifications(page);
    return await appears(item, 3000);
  });
  return item;
}

/** Whether it has been told by now, without waiting for it. */
export async function isTold(page, said) {
  return (await notifications(page)).some((each) => each.includes(said));
}

/** Chooses a button of a notification, which goes with that. */
export async function choose(page, said, title) {
  await again(`${title} chosen`, async () => {
    const item = await notification(page, said);
    const button = item.locator(".monaco-button", { hasText: title }).first();
    return await button.click({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
  });
}

/** What the editor has told and nobody has closed. */
export async function notifications(page) {
  await showNotifications(page);
  const items = page.locator(".notifications-center .notification-list-item");
  await appears(items.first(), 300);
  const said = await items.allTextContents();
  // It would lie over what comes next.
  if (await centre(page).isVisible()) await clickBell(page);
  return said;
}

function centre(page) {
  return page.locator(".notifications-center.visible").first();
}

async function clickBell(page) {
  await page
    .locator("[id='status.notifications']")
    .click({ timeout: 4000 })
    .catch(() => undefined);
}

/** A second click on the bell would hide the centre again: each is waited for. */
async function showNotifications(page) {
  if (await centre(page).isVisible()) return;
  await clickBell(page);
  await appears(centre(page), 1000);
}

/** Says that what is open is trusted, on the editor's own page for it. */
export async function trust(page) {
  await command(page, "Workspaces: Manage Workspace Trust");
  const editor = page.locator(".workspace-trust-editor");
  await editor
    .locator(".monaco-button", { hasText: /^Trust$/ })
    .first()
    .click();
  await editor.filter({ hasText: /You trust this/ }).waitFor();
  await command(page, "View: Close Editor");
  await editor.waitFor({ state: "hidden" });
}

/** Processes that this one has started, itself or by others, whose command line holds a text; the youngest first. */
export function descendantsRunning(part) {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  const all = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).filter((match) => match !== null);
  const parents = new Map(all.map(([, pid, parent]) => [Number(pid), Number(parent)]));
  const isOwn = (pid) => {
    for (let at = pid; at !== undefined && at !== 0; at = parents.get(at)) if (at === process.pid) return true;
    return false;
  };
  return all
    .filter(([, pid, , args]) => args.includes(part) && isOwn(Number(pid)))
    .map(([, pid]) => Number(pid))
    .sort((a, b) => b - a);
}

/** What stands after the first line of a loop. */
export async function result(page, said) {
  await page.waitForFunction(
    (part) =>
      [...document.querySelectorAll(".view-line span")].some((span) =>
        getComputedStyle(span, "::after").content.includes(part),
      ),
    said,
  );
}

export async function revert(page) {
  await command(page, "File: Revert File");
  await page.locator(".tab.active.dirty").waitFor({ state: "detached" });
}

export async function goToLine(page, line) {
  const there = page.locator(".statusbar-item", { hasText: `Ln ${line},` });
  await again(`line ${line}`, async () => {
    await page.keyboard.press("Control+g");
    const input = page.locator(".quick-input-widget input").first();
    if (!(await appears(input, 4000))) return false;
    if (!(await filled(input, `:${line}`))) return false;
    await page.keyboard.press("Enter");
    return await appears(there, 4000);
  });
}

/** Opens the menu of actions, asking again while the servers are not ready, with the wanted action chosen by keys. */
export async function actionMenu(page, title) {
  const wanted = page.locator(".action-widget .monaco-list-row", { hasText: title });
  await again(`${title} in the menu of actions`, async () => {
    if (await wanted.first().isVisible()) return true;
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+.");
    return await appears(wanted.first(), 3000);
  });
  const focused = page.locator(".action-widget .monaco-list-row.focused");
  for (let steps = 0; steps < 20 && !(await focused.first().textContent())?.includes(title); steps++)
    await page.keyboard.press("ArrowDown");
}

/** Points at something until what it brings up is seen. A hover that comes before the server is ready says nothing. */
export async function pointAt(page, locator, brings) {
  let tries = 0;
  await again("what pointing at it brings up", async () => {
    await page.mouse.move(640, 780);
    // A text that takes the mouse for still pressed shows nothing.
    if (2 < ++tries) await locator.click();
    await locator.hover();
    return await appears(brings, 3000);
  });
}

/** The word `for` of the first loop that is seen. */
export function loopHead(page) {
  return page.locator(".view-line", { hasText: "for (" }).first().locator("span", { hasText: "for" }).last();
}
