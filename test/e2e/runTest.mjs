// Runs the suite in a real VS Code: the desktop one where its download server answers, else the one of test/editor in a browser.
// Usage: node test/e2e/runTest.mjs [--desktop | --web | --vsix <file>]      --vsix: the packaged extension, in the browser
//        STORY=<regular expression>: only stories so named, and not the suite inside of the host; SUITE=<part of a name>: only such tests of that suite

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runTests } from "@vscode/test-electron";
import { installExtension } from "../editor/codeServer.mjs";
import { ensureEditorHost } from "../editor/setup.mjs";
import { bundleSuite } from "./bundle.mjs";
import { prepareStories } from "./stories/prepare.mjs";
import { developmentPath, themeSettings } from "./workbench.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const answerMs = 4000;
// Ends what hangs; on a busy machine everything takes longer.
process.env.EDITOR_TIMEOUT_MS ??= "1200000";
const vsix = process.argv.includes("--vsix") ? process.argv[process.argv.indexOf("--vsix") + 1] : undefined;

for (const file of ["dist/extension.cjs", "dist/server.cjs"]) {
  if (fs.existsSync(path.join(root, file))) continue;
  console.error(`${file} has not been built. Run \`npm run build\`, then this command again.`);
  process.exit(1);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-e2e-"));
try {
  const host = await chooseHost();
  console.log(`VS Code: ${host.name}`);
  if (host.executable !== undefined) ensureEditorHost();
  const workspace = path.join(scratch, "workspace");
  fs.cpSync(path.join(root, "test/fixtures/workspace"), workspace, { recursive: true });
  const extensions = path.join(scratch, "extensions");
  if (vsix !== undefined) installExtension(path.resolve(vsix), extensions);
  // Inside of the repository, where the suite finds Mocha.
  const suite = await bundleSuite(root, path.join(root, "dist/e2e"));
  if (process.env.STORY) process.exitCode = 0;
  else
    process.exitCode = await runTests({
      ...(host.executable === undefined ? {} : { vscodeExecutablePath: host.executable }),
      // Beside the packaged extension an empty one, because the editor wants one under development.
      extensionDevelopmentPath: vsix === undefined ? root : path.join(root, "test/editor/driver-ext"),
      extensionTestsPath: suite,
      extensionTestsEnv: { LOOPSMITH_E2E: "1" },
      launchArgs: [
        workspace,
        ...(vsix === undefined ? ["--disable-extensions"] : []),
        `--user-data-dir=${path.join(scratch, "data")}`,
        `--extensions-dir=${extensions}`,
      ],
    });
  if (process.exitCode === 0) process.exitCode = runStories();
} catch (error) {
  console.error(`The tests in VS Code failed: ${error?.message ?? error}`);
  process.exitCode = 1;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

/** The stories that drive the workbench from outside; always in the browser, where its parts can be clicked. */
function runStories() {
  ensureEditorHost();
  const stories = path.join(scratch, "stories");
  fs.mkdirSync(stories);
  prepareStories(root, stories);
  console.log("  stories in the workbench");
  const developed = vsix === undefined ? developmentPath(root, scratch) : path.join(root, "test/editor/driver-ext");
  const args = [path.join(root, "test/editor/vscode-web-host.mjs"), `--extensionDevelopmentPath=${developed}`];
  args.push(
    `--user-data-dir=${path.join(scratch, "stories-data")}`,
    `--extensions-dir=${path.join(scratch, "extensions")}`,
  );
  const env = {
    ...process.env,
    EDITOR_DRIVER: path.join(root, "test/e2e/stories.mjs"),
    EDITOR_SETTINGS: JSON.stringify({
      "security.workspace.trust.enabled": true,
      "breadcrumbs.enabled": false,
      ...(process.env.THEME === undefined ? {} : themeSettings(process.env.THEME)),
    }),
    EDITOR_TRUST: "1",
    STORIES: stories,
  };
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
  return status ?? 1;
}

async function chooseHost() {
  const executable = path.join(root, "test/editor/vscode-web-host.mjs");
  const web = (why) => ({ name: `in a browser (${why})`, executable });
  if (vsix !== undefined) return web("--vsix");
  if (process.argv.includes("--web")) return web("--web");
  if (process.argv.includes("--desktop")) return { name: "desktop (--desktop)", executable: undefined };
  return (await downloadAnswers())
    ? { name: "desktop", executable: undefined }
    : web(`the download server of the desktop one did not answer within ${answerMs / 1000} s`);
}

async function downloadAnswers() {
  try {
    const signal = AbortSignal.timeout(answerMs);
    return (await fetch("https://update.code.visualstudio.com/api/releases/stable", { signal })).ok;
  } catch {
    return false;
  }
}
