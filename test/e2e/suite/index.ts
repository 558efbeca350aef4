// What the editor calls inside of its extension host: runs every test file beside this one.
import fs from "node:fs";
import path from "node:path";
import Mocha from "mocha";
import { hangsAfterMs, keepFiles } from "./support.js";

export async function run(): Promise<void> {
  const putBack = await keepFiles();
  const mocha = new Mocha({
    ui: "bdd",
    ...(process.env["SUITE"] ? { grep: process.env["SUITE"] } : {}),
    timeout: hangsAfterMs,
    slow: 10_000,
    color: false,
    reporter: "spec",
    rootHooks: {
      // One test that fails leaves nothing behind over which others stumble.
      async afterEach(this: Mocha.Context) {
        if (this.currentTest?.state === "failed") await putBack();
      },
    },
  });
  const files = fs.readdirSync(__dirname).filter((file) => file.endsWith(".test.cjs"));
  for (const file of files.sort()) mocha.addFile(path.join(__dirname, file));
  const failed = await new Promise<number>((resolve) => mocha.run(resolve));
  if (0 < failed) throw new Error(`${failed} failing`);
}
