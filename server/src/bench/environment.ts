// The environment of the programs that a benchmark starts, and their arguments: paths into the project lead into the shadow copy.
import fs from "node:fs";
import path from "node:path";
import type { ShadowCopy } from "./shadowCopy.js";
import type { UserNode } from "./userNode.js";

/** Variables that belong to this process or to a test runner around it and would change what a child does. */
const ownVariables = [
  "NODE_TEST_CONTEXT",
  "NODE_V8_COVERAGE",
  "NODE_CHANNEL_FD",
  "ELECTRON_RUN_AS_NODE",
  "LOOPSMITH_GATE",
  "LOOPSMITH_WORKERS",
];

/**
 * @param root the project's folder in the original
 * @param cwd folder of the command in the original
 * @param node comes first on the PATH, so that a command that names no path runs on it
 */
export function childEnvironment(shadow: ShadowCopy, root: string, cwd: string, node?: UserNode): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value === undefined || ownVariables.includes(name) || name.startsWith("VSCODE_")) continue;
    // The tools found by PATH are the user's own; only what the program reads and writes must lie in the copy.
    environment[name] = name.toUpperCase() === "PATH" ? value : intoShadow(value, shadow, root);
  }
  // The recorded program is ended in the middle of its work: what it leaves in its temporary folder goes with the copy.
  const temporary = path.join(shadow.folder, "tmp");
  fs.mkdirSync(temporary, { recursive: true });
  if (node !== undefined) Object.assign(environment, withNodeFirst(environment, node));
  return { ...environment, PWD: shadow.of(cwd), TMPDIR: temporary, TMP: temporary, TEMP: temporary };
}

/** The variables that are others where a Node of the user's comes first. */
export function withNodeFirst(environment: NodeJS.ProcessEnv, node: UserNode): Record<string, string> {
  const name = Object.keys(environment).find((each) => each.toUpperCase() === "PATH") ?? "PATH";
  // An editor that can be Node is not called so, and its folder holds nothing that a command would mean.
  const isNode = /^node(?:\.exe)?$/.test(path.basename(node.path));
  const folders = [...(isNode ? [path.dirname(node.path)] : []), environment[name] ?? ""].filter(Boolean);
  return { [name]: folders.join(path.delimiter), ...node.env };
}

/** Rewrites absolute paths into the project, wherever they stand in a text, e.g. `--config=/home/me/project/x.json`. */
export function intoShadow(text: string, shadow: ShadowCopy, root: string): string {
  if (text === root) return shadow.root;
  return text.replaceAll(root + path.sep, shadow.root + path.sep);
}

/**
 * The Node that runs the replay: the one that runs this, unless that is an editor in Node's clothes; then the user's own,
 * found by PATH, which is the one whose figures matter.
 */
export function nodeCommand(): string {
  return process.versions["electron"] === undefined ? process.execPath : "node";
}
