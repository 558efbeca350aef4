// The scan of a workspace: which loops it finds, that it goes by open documents, and how it ends when it is cancelled.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CancellationToken } from "vscode-languageserver";
import { createGuards } from "./guard.js";
import type { ScannedLoop, ScanProgress } from "./protocol.js";
import { runScan } from "./scan.js";
import { createWorkspaces, type Workspaces } from "./workspaces.js";

const promising = `export function roots(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = i;
    for (let k = 0; k < 1000; k++) x = (x + i / x) / 2;
    out.push(x);
  }
  return out;
}
`;
const serial = `export function newton(x: number, steps: number): number {
  for (let i = 0; i < steps; i++) x = (x + 2 / x) / 2;
  return x;
}
`;
const uriOf = (...parts: readonly string[]) => pathToFileURL(path.join(...parts)).href;
const token = (isCancelled: () => boolean = () => false): CancellationToken => ({
  get isCancellationRequested() {
    return isCancelled();
  },
  onCancellationRequested: () => ({ dispose: () => undefined }),
});

describe("the scan of a workspace", () => {
  let folder = "";
  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-scan-")));
    const files: Readonly<Record<string, string>> = {
      "app/tsconfig.json": `{ "compilerOptions": { "strict": true, "target": "es2022" }, "include": ["src"] }`,
      "app/src/roots.ts": promising,
      "app/scripts/outside.ts": promising,
      "plain/a/newton.ts": serial,
      "plain/b/none.js": "export const answer = 42;\n",
      "plain/node_modules/p/index.js": serial,
    };
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  async function scan(
    options: { workspaces?: Workspaces; isCancelled?: () => boolean; files?: readonly string[] } = {},
  ) {
    const logged: string[] = [];
    const log = (message: string) => logged.push(message);
    const found = new Map<string, readonly ScannedLoop[]>();
    const totals: number[] = [];
    const notify = ({ files, total }: ScanProgress) => {
      totals.push(total);
      for (const { uri, loops } of files) found.set(path.relative(uriOf(folder), uri), loops);
    };
    const { workspaces = createWorkspaces(log), isCancelled, files } = options;
    const params = { id: 1, folders: [uriOf(folder), uriOf(folder, "app")], detail: "reasons" as const };
    const result = await runScan({ ...params, ...(files === undefined ? {} : { files }) }, token(isCancelled), {
      workspaces,
      background: createGuards(log).background,
      notify,
    });
    assert.deepEqual(logged, []);
    return { result, found, totals };
  }

  test("finds the loops of all source files, with and without a configuration file, each file once", async () => {
    const { result, found, totals } = await scan();
    assert.deepEqual(result, { files: 4, total: 4 });
    assert.ok(totals.every((total) => total === 4));
    assert.deepEqual(
      [...found].map(
        ([file, loops]) => `${file}: ${loops.map(({ line, verdict }) => `${line} ${verdict}`).join(", ")}`,
      ),
      [
        "app/scripts/outside.ts: 3 parallel, 5 serial",
        "app/src/roots.ts: 3 parallel, 5 serial",
        "plain/a/newton.ts: 2 serial",
        "plain/b/none.js: ",
      ],
    );
  });

  test("says of each loop what a list of them shows", async () => {
    const { found } = await scan();
    const [loop] = found.get("app/src/roots.ts")!;
    assert.equal(loop?.text, "for (let i = 0; i < n; i++) {");
    assert.equal(loop?.function, "roots");
    assert.ok(loop?.promising && loop.canRewrite);
    assert.deepEqual(
      found.get("plain/a/newton.ts")?.[0]?.reasons.map(({ id }) => id),
      ["carried-dependence"],
    );
  });

  test("goes by the text of an open document", async () => {
    const workspaces = createWorkspaces(() => undefined);
    workspaces.setDocument(path.join(folder, "app/src/roots.ts"), 2, serial);
    const { found } = await scan({ workspaces });
    assert.deepEqual(
      found.get("app/src/roots.ts")?.map(({ line, verdict }) => `${line} ${verdict}`),
      ["2 serial"],
    );
  });

  test("leaves no program open that was not open before", async () => {
    const workspaces = createWorkspaces(() => undefined);
    await scan({ workspaces });
    assert.deepEqual(workspaces.all(), []);
  });

  test("looks at single files when it is asked to", async () => {
    const { result, found } = await scan({ files: [uriOf(folder, "plain/a/newton.ts")] });
    assert.deepEqual(result, { files: 1, total: 1 });
    assert.deepEqual([...found.keys()], ["plain/a/newton.ts"]);
  });

  test("ends when it is cancelled, and says how far it came", async () => {
    let asked = 0;
    const { result, found } = await scan({ isCancelled: () => ++asked > 40 });
    assert.ok(result.files < 4, `${result.files} files`);
    assert.equal(found.size, result.files);
  });
});
