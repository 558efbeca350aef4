// What a person does in the workbench, as steps for stories and pictures: open a file, run a command, read a lens, answer a question.
import { execFileSync } from "node:child_process";

export async function command(page, title) {
  await palette(page, title);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
  await page.keyboard.press("Enter");
}

/** Whether the palette lists a command now. */
export async function hasCommand(page, title) {
  await palette(page, title);
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.first().waitFor();
  const found = await rows.filter({ hasText: title }).count();
  await page.keyboard.press("Escape");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  return 0 < found;
}

async function palette(page, title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").first().fill(`>${title}`);
}

export async function open(page, file) {
  await page.keyboard.press("Control+p");
  const input = page.locator(".quick-input-widget input").first();
  await input.waitFor();
  await input.fill(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: file }).first().waitFor();
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
