// `npm run demo:editor`: a VS Code in the browser with the extension loaded and the Mandelbrot example open; says the address.
// Installs and builds what is missing. Usage: node scripts/demo-editor.mjs [example] [--port <number>]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";
import { packageExtension } from "./package.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { example, port } = readArguments(process.argv.slice(2));

await ensureInstalled(root);
const { ensureEditorHost } = await import("../test/editor/setup.mjs");
const { installExtension, startCodeServer, stopCodeServer } = await import("../test/editor/codeServer.mjs");

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-demo-"));
let server;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void end(0));
try {
  ensureEditorHost({ browser: false });
  const vsix = path.join(scratch, "loopsmith.vsix");
  await packageExtension(vsix, { build: true });
  const extensions = path.join(scratch, "extensions");
  installExtension(vsix, extensions);
  const folder = copyExample(path.join(scratch, example));
  server = await startCodeServer({
    data: path.join(scratch, "data"),
    extensions,
    serverData: path.join(scratch, "server"),
    settings: { "loopsmith.bench.command": "npx tsx main.ts" },
    underTest: false,
    port,
    log: () => undefined,
  });
  server.process.once("exit", () => void end(1));
  const file = loopFile(folder);
  // Opens the file as well; the page reads it from its address.
  const payload = JSON.stringify([["openFile", `vscode-remote://127.0.0.1:${server.port}${path.join(folder, file)}`]]);
  const query = new URLSearchParams({ folder, payload });
  console.log(`\nThe example ${example} is open in VS Code, in a copy; the loop to look at is in ${file}:`);
  console.log(`\n  http://127.0.0.1:${server.port}/?${query}\n`);
  console.log("Ctrl+C ends it.");
} catch (error) {
  console.error(error?.message ?? error);
  await end(1);
}

/** The user's own copy, which may be rewritten; it finds the packages of the repository. */
function copyExample(folder) {
  fs.cpSync(path.join(root, "examples", example), folder, { recursive: true });
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "dir");
  return folder;
}

/** The file that main.ts takes its work from. */
function loopFile(folder) {
  const main = fs.readFileSync(path.join(folder, "main.ts"), "utf8");
  const imported = [...main.matchAll(/from "\.\/([\w-]+)\.js"/g)].map(([, name]) => `${name}.ts`);
  return imported.find((file) => /\bfor \(/.test(fs.readFileSync(path.join(folder, file), "utf8"))) ?? "main.ts";
}

function readArguments(args) {
  const at = args.indexOf("--port");
  const wanted = at < 0 ? 0 : Number(args[at + 1]);
  const name = args.find((arg, index) => !arg.startsWith("--") && (at < 0 || index !== at + 1)) ?? "mandelbrot";
  const known = fs.readdirSync(path.join(root, "examples")).filter((each) => !each.includes("."));
  if (known.includes(name) && Number.isInteger(wanted)) return { example: name, port: wanted };
  console.error(`There is no example ${name}. Choose one of ${known.join(", ")}; --port wants a number.`);
  process.exit(2);
}

async function end(code) {
  if (server !== undefined) await stopCodeServer(server);
  fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}
