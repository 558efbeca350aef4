// What a person does in the workbench, as steps for stories and pictures: open a file, run a command, read a lens, answer a question.
import { execFileSync } from "node:child_process";

/** Asks again where the workbench is not ready for keys yet. */
export async function command(page, title) {
  for (let tries = 0; tries < 6; tries++) {
    if (!(await palette(page, title))) continue;
    if (!(await appears(page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first(), 4000)))
      continue;
    await page.keyboard.press("Enter");
    return;
  }
  throw new Error(`${title} is not in the palette`);
}

/** Whether the palette lists a command now. */
export async function hasCommand(page, title) {
  const rows = page.locator(".quick-input-list .monaco-list-row");
  for (let tries = 0; tries < 6; tries++) {
    if (!(await palette(page, title)) || !(await appears(rows.first(), 4000))) continue;
    const found = await rows.filter({ hasText: title }).count();
    await page.keyboard.press("Escape");
    await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    return 0 < found;
  }
  throw new Error("the palette lists nothing");
}

async function palette(page, title) {
  // What is open lists the commands that there were when it was opened.
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input").first();
  if (!(await appears(input, 4000))) return false;
  // Something else that comes in front closes the palette again.
  return input.fill(`>${title}`, { timeout: 4000 }).then(
    () => true,
    () => false,
  );
}

/** Asks again where the workbench is not ready for keys yet, or, while it restores what was open, puts something else in front. */
export async function open(page, file) {
  const tab = page.locator(".tab.active", { hasText: file }).first();
  for (let tries = 0; tries < 6; tries++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+p");
    const input = page.locator(".quick-input-widget input").first();
    if (!(await appears(input, 4000))) continue;
    await input.fill(file);
    // Not by the first row: files that are gone, and likenesses, come and go in the list.
    const found = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${file}"]`).first();
    if (!(await appears(found, 4000))) continue;
    await found.click({ timeout: 4000 }).catch(() => undefined);
    if (await appears(tab, 4000)) return;
  }
  throw new Error(`${file} could not be opened`);
}

/** Whether something is seen within so many milliseconds. */
export async function appears(locator, ms) {
  return await locator.waitFor({ timeout: ms }).then(
    () => true,
    () => false,
  );
}

/** The Loops view, by its icon. */
export async function openView(page) {
  await page.locator(".activitybar a[aria-label^='Loopsmith']").first().click();
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

/** Toasts are not shown under the driver; the centre lists what they would say. */
export function notification(page, said) {
  void page
    .locator("[id='status.notifications']")
    .click()
    .catch(() => undefined);
  return page.locator(".notifications-center .notification-list-item", { hasText: said }).first();
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
