// `npm run screenshots`: takes the pictures of docs/images and of the walkthrough in the editor of test/editor, in a light, a dark
// and two high-contrast themes, and makes the tour of the README from them. Light and dark are kept in docs/images, the others in out/.
// Usage: node test/e2e/screenshots.mjs [light | dark | hc-dark | hc-light] [loop | refused | colours | view | walkthrough | profile …]
//        node test/e2e/screenshots.mjs stories [light | dark | hc-dark | hc-light …]      what each story of test/e2e/stories shows, into out/stories
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEditorHost } from "../editor/setup.mjs";
import { baseThemes, developmentPath, themeSettings } from "./workbench.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const wanted = process.argv.slice(2).filter((name) => name in baseThemes);
const stages = process.argv.slice(2).filter((name) => !(name in baseThemes));

ensureEditorHost();
// What is measured comes last, in an editor of its own, and the walkthrough that shows a picture of it; a profile wants the loops as
// they are before the rewrite.
const groups = [["refused", "colours", "view"], ["profile"], ["loop", "walkthrough"]];
for (const name of wanted.length === 0 ? Object.keys(baseThemes) : wanted) {
  if (stages.includes("stories")) tellStories(name);
  else for (const group of stages.length === 0 ? groups : [stages]) take(name, group);
}
if (stages.includes("stories")) process.exit(0);
const tour = spawnSync(process.execPath, [path.join(root, "scripts/tour.mjs")], { stdio: "inherit" });
if (tour.status !== 0) process.exit(1);

/** Takes a picture of what each story shows, in one theme. */
function tellStories(name) {
  const { status } = spawnSync(process.execPath, [path.join(root, "test/e2e/runTest.mjs"), "--web"], {
    stdio: "inherit",
    env: {
      ...process.env,
      STORY: process.env.STORY ?? ".",
      STORY_PICTURES: path.join(root, "out/stories"),
      THEME: name,
    },
  });
  if (status !== 0) process.exit(1);
}

/** Takes the pictures of some stages in one theme, in an editor of its own. */
function take(name, group) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-pictures-"));
  const workspace = path.join(scratch, "mandelbrot");
  fs.cpSync(path.join(root, "examples/mandelbrot"), workspace, { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(workspace, "node_modules"), "dir");
  fs.copyFileSync(path.join(root, "examples/newton/newton.ts"), path.join(workspace, "newton.ts"));
  for (const other of ["image-filter", "k-means", "n-body"])
    fs.cpSync(path.join(root, "examples", other), path.join(workspace, other), { recursive: true });
  const settings = {
    ...themeSettings(name),
    "editor.minimap.enabled": false,
    "editor.fontSize": 14,
    "breadcrumbs.enabled": false,
    // Small enough for many pairs within the time.
    "loopsmith.bench.command": "npx tsx main.ts 700",
    "loopsmith.bench.seconds": 8,
  };
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, "test/editor/vscode-web-host.mjs"),
      workspace,
      `--extensionDevelopmentPath=${developmentPath(root, scratch)}`,
      `--user-data-dir=${path.join(scratch, "data")}`,
      `--extensions-dir=${path.join(scratch, "extensions")}`,
    ],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        EDITOR_DRIVER: path.join(root, "test/e2e/drive.mjs"),
        EDITOR_SETTINGS: JSON.stringify(settings),
        PICTURES: path.join(root, name.startsWith("hc-") ? "out/images" : "docs/images"),
        PARTS: path.join(root, "extension/images/walkthrough"),
        THEME: name,
        STAGES: group.join(" "),
      },
    },
  );
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  if (status !== 0) process.exit(1);
}
