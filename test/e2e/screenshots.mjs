// `npm run screenshots`: takes the pictures of docs/images, in a light and a dark theme, in the editor of test/editor.
// Usage: node test/e2e/screenshots.mjs [light | dark] [loop | refused | view …], or [profile]
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEditorHost } from "../editor/setup.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const themes = { light: "Default Light Modern", dark: "Default Dark Modern" };
const wanted = process.argv.slice(2).filter((name) => name in themes);
const stages = process.argv.slice(2).filter((name) => !(name in themes));

ensureEditorHost();
for (const name of wanted.length === 0 ? Object.keys(themes) : wanted) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-pictures-"));
  const workspace = path.join(scratch, "mandelbrot");
  fs.cpSync(path.join(root, "examples/mandelbrot"), workspace, { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(workspace, "node_modules"), "dir");
  fs.copyFileSync(path.join(root, "examples/newton/newton.ts"), path.join(workspace, "newton.ts"));
  for (const other of ["image-filter", "k-means", "n-body"])
    fs.cpSync(path.join(root, "examples", other), path.join(workspace, other), { recursive: true });
  const settings = {
    "workbench.colorTheme": themes[name],
    "window.autoDetectColorScheme": false,
    "editor.minimap.enabled": false,
    "editor.fontSize": 14,
    "breadcrumbs.enabled": false,
    "loopsmith.bench.command": "npx tsx main.ts",
    "loopsmith.bench.seconds": 8,
  };
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, "test/editor/vscode-web-host.mjs"),
      workspace,
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${path.join(scratch, "data")}`,
      `--extensions-dir=${path.join(scratch, "extensions")}`,
    ],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        EDITOR_DRIVER: path.join(root, "test/e2e/drive.mjs"),
        EDITOR_SETTINGS: JSON.stringify(settings),
        PICTURES: path.join(root, "docs/images"),
        THEME: name,
        STAGES: stages.join(" "),
      },
    },
  );
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  if (status !== 0) process.exit(1);
}
