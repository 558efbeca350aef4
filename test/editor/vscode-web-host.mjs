#!/usr/bin/env node
// Stands in for the `code` executable where VS Code desktop cannot be downloaded: same command line, same exit code, but the
// workbench is the VS Code server out of the npm package `code-server`, shown by headless Chromium.
//
//   vscode-web-host.mjs [FOLDER] --extensionDevelopmentPath=DIR… --extensionTestsPath=FILE|DIR
//                       [--user-data-dir=DIR] [--extensions-dir=DIR]      (every other switch is accepted and ignored)
//
// EDITOR_CHROMIUM    the browser                      EDITOR_DRIVER   ES module; its default export ({page, address, finish}) drives the page
// EDITOR_SETTINGS    JSON merged into the settings    EDITOR_SHOT     file.png: screenshot when the suite ends
// EDITOR_TRUST       folders are not trusted before somebody says so
// EDITOR_TIMEOUT_MS  limit for the whole run, 180000  EDITOR_VERBOSE  says what happens when
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import util from "node:util";
import { openBrowser } from "./browser.mjs";
import { startCodeServer, stopCodeServer } from "./codeServer.mjs";

const started = Date.now();
const verbose = Boolean(process.env.EDITOR_VERBOSE);
const note = (...what) => verbose && console.error(`[web-host +${Date.now() - started}ms]`, ...what);

const line = readCommandLine(process.argv.slice(2));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "web-host-"));
const limit = Number(process.env.EDITOR_TIMEOUT_MS ?? 180_000);
let browser;
let server;
let ending = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void finish(130, signal));
for (const trouble of ["unhandledRejection", "uncaughtException"])
  process.on(trouble, (error) => void finish(1, String(error?.stack ?? error)));
setTimeout(() => void finish(124, `not done after ${limit} ms`), limit).unref();

server = await startCodeServer({
  data: line.data ?? path.join(scratch, "data"),
  extensions: line.extensions ?? path.join(scratch, "extensions"),
  serverData: path.join(scratch, "server"),
  settings: JSON.parse(process.env.EDITOR_SETTINGS ?? "{}"),
  underTest: true,
  trust: Boolean(process.env.EDITOR_TRUST),
  log: verbose ? (text) => process.stderr.write(text) : () => undefined,
});
server.process.once("exit", (code, signal) => void finish(1, `the server ended (${code ?? signal})`));
note("server listens on", server.port);

const host = `127.0.0.1:${server.port}`;
const opened = await openBrowser(host);
browser = opened.browser;
const { page } = opened;
page.on("crash", () => void finish(1, "the page crashed"));
page.on("pageerror", (error) => note("pageerror", error.message));
await listenToSuite(page);
const first = await page.goto(address());
if (!first?.ok()) await finish(1, `the workbench page answered ${first?.status()}; does it run on ${server.node}?`);
note("page loaded");
if (process.env.EDITOR_DRIVER) {
  const driver = await import(pathToFileURL(path.resolve(process.env.EDITOR_DRIVER)).href);
  await driver.default({ page, address, finish });
}

/** The window calls these two by name when the page defines them: its log while testing, and the suite's outcome. */
async function listenToSuite(page) {
  // What a server without compiled modules and without a marketplace says at every start.
  const noise =
    /^(Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|Updating additional builtin|\[Service Worker\]|\[AgentHost|Ignoring fetching additional builtin|\[AccountPolicyGate\]|Error: Could not locate the bindings file|(Error: )?Cannot find module '\.\/build\/Release\/watchdog')/;
  await page.exposeFunction("codeAutomationLog", (type, args) => {
    const text = util.format(...args);
    if (!verbose && noise.test(text)) return;
    const out = type === "error" || type === "warn" ? process.stderr : process.stdout;
    out.write(`${text}\n`);
  });
  await page.exposeFunction("codeAutomationExit", async (status) => {
    note("the suite ended with", status);
    const shot = process.env.EDITOR_SHOT;
    if (shot) await page.screenshot({ path: shot }).catch((error) => note("no screenshot", error.message));
    await finish(status);
  });
}

/** The page of a folder, or of a `.code-workspace` file. */
function address(folder = line.folder) {
  const uri = (file) => `vscode-remote://${host}${encodeURI(file)}`;
  const payload = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
    ...line.developed.map((folder) => ["extensionDevelopmentPath", uri(folder)]),
  ];
  if (line.tests) payload.push(["extensionTestsPath", uri(line.tests)]);
  const query = new URLSearchParams(
    folder === undefined ? { ew: "true" } : { [folder.endsWith(".code-workspace") ? "workspace" : "folder"]: folder },
  );
  query.set("payload", JSON.stringify(payload));
  return `http://${host}/?${query}`;
}

/** Ends the run with everything that we started gone. Never returns. */
async function finish(code, why) {
  if (ending) return new Promise(() => undefined);
  ending = true;
  note("finish", code, why ?? "");
  if (why) console.error(`web-host: ${why}`);
  await Promise.race([browser?.close().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 5000))]);
  if (server) await stopCodeServer(server);
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

/** Reads the part of `code`'s command line that a test run uses. */
function readCommandLine(args) {
  const plain = (value) => (value?.startsWith("file://") ? fileURLToPath(value) : value && path.resolve(value));
  const options = new Map();
  const developed = [];
  let folder;
  for (const arg of args) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg);
    if (!match) folder ??= path.resolve(arg);
    else if (match[1] === "extensionDevelopmentPath") developed.push(plain(match[2]));
    else options.set(match[1], match[2]);
  }
  let tests = plain(options.get("extensionTestsPath"));
  // The page resolves a file with its extension only, never a folder.
  if (tests && fs.existsSync(tests) && fs.statSync(tests).isDirectory()) tests = path.join(tests, "index.js");
  const [data, extensions] = [plain(options.get("user-data-dir")), plain(options.get("extensions-dir"))];
  return { folder, developed, tests, data, extensions };
}
