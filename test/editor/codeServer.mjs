// Starts and ends the VS Code server out of the npm package `code-server`: the server itself, without code-server's own front
// end (login, proxy), which tests and demo do not need.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

const quiet = {
  "security.workspace.trust.enabled": false,
  // As on the desktop. In a browser the editor would save a second after a key, which on a busy machine is before a test has gone on.
  "files.autoSave": "off",
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/**
 * Starts the server on a free port of the loopback interface.
 * @param {{ data: string, extensions: string, serverData: string, settings: Record<string, unknown>, underTest: boolean, trust?: boolean,
 *   port?: number, log: (text: string) => void }} options absolute folders; `settings` are merged into the user's settings
 * @returns {Promise<{ process: import("node:child_process").ChildProcess, port: number, node: string }>}
 */
export async function startCodeServer({
  data,
  extensions,
  serverData,
  settings,
  underTest,
  trust = false,
  port = 0,
  log,
}) {
  fs.mkdirSync(path.join(data, "User"), { recursive: true });
  fs.mkdirSync(extensions, { recursive: true });
  const file = path.join(data, "User/settings.json");
  if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify({ ...quiet, ...settings }, undefined, 2));
  const node = serverNode();
  const args = [path.join(codeFolder(), "out/server-main.js"), "--host", "127.0.0.1", "--port", String(port)];
  args.push("--without-connection-token", "--accept-server-license-terms");
  // Asked for, folders are not trusted before the user says so.
  if (!trust) args.push("--disable-workspace-trust");
  args.push("--disable-telemetry", "--user-data-dir", data, "--extensions-dir", extensions);
  args.push("--server-data-dir", serverData);
  // A built VS Code honours extensionDevelopmentPath and extensionTestsPath in the page's address only with this switch;
  // should this script be killed outright, the server ends itself minutes later.
  if (underTest)
    args.push("--enable-smoke-test-driver", "--enable-remote-auto-shutdown", "--reconnection-grace-time", "300");
  const child = spawn(node, args, { env: environment(), stdio: ["ignore", "pipe", "pipe"], detached: true });
  return { process: child, port: await listening(child, log), node };
}

/**
 * Installs a packaged extension for a server that will be started on the same folder.
 * @param {string} vsix absolute path of the package
 * @param {string} extensions absolute folder
 */
export function installExtension(vsix, extensions) {
  const args = [path.join(codeFolder(), "out/server-main.js"), "--install-extension", vsix];
  args.push("--extensions-dir", extensions, "--accept-server-license-terms");
  const run = spawnSync(serverNode(), args, { env: environment(), encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${path.basename(vsix)} could not be installed.\n${run.stdout}${run.stderr}`);
}

/** Ends the server and every process that it started. */
export async function stopCodeServer({ process: child }) {
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
      return true;
    } catch {
      return false;
    }
  };
  signal("SIGTERM");
  for (let tries = 0; tries < 60 && signal(0); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  signal("SIGKILL");
}

function codeFolder() {
  return path.join(path.dirname(require.resolve("code-server/package.json")), "lib/vscode");
}

/** The Node that code-server asks for comes as a package; the running one serves where that package is not there. */
function serverNode() {
  if (process.env.EDITOR_NODE) return process.env.EDITOR_NODE;
  try {
    return path.join(path.dirname(require.resolve(`node-linux-${process.arch}/package.json`)), "bin/node");
  } catch {
    return process.execPath;
  }
}

/** No marketplace: nothing outside of this machine is asked. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(name));
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: "{}" };
}

function listening(child, log) {
  return new Promise((resolve, reject) => {
    let output = "";
    let port;
    const read = (data) => {
      log(String(data));
      if (port !== undefined) return;
      output += data;
      port = /Web UI available at http:\/\/[^:]+:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`The VS Code server ended (${code ?? signal}) before it listened.\n${output}`)),
    );
  });
}
