import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { withText } from "./withText.js";
import { isProblem, openWorkspace } from "./workspace.js";

test("a package that lies in two places, of which one file stands for both", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-text-"));
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  const manifest = (name: string) => JSON.stringify({ name, version: "1.0.0", types: "index.d.ts" });
  for (const at of ["node_modules/inner", "node_modules/outer/node_modules/inner"]) {
    write(`${at}/package.json`, manifest("inner"));
    write(`${at}/index.d.ts`, "export declare const one: number;\n");
  }
  write("node_modules/outer/package.json", manifest("outer"));
  write("node_modules/outer/index.d.ts", 'export { one } from "inner";\n');
  write("package.json", '{ "type": "module" }');
  write("tsconfig.json", '{ "compilerOptions": { "module": "nodenext", "strict": true }, "files": ["a.ts"] }');
  write(
    "a.ts",
    'import { one } from "inner";\nimport { one as other } from "outer";\nexport const sum = one + other;\n',
  );
  try {
    const workspace = openWorkspace({ cwd: folder });
    assert.ok(!isProblem(workspace));
    const program = workspace.program();
    const file = program.getSourceFiles().find(({ fileName }) => fileName.endsWith("/a.ts"))!;
    const changed = withText(program, file.fileName, file.text.replace("one + other", "one - other"))!;
    assert.match(changed.getSourceFile(file.fileName)!.text, /one - other/);
    assert.deepEqual(changed.getSemanticDiagnostics(changed.getSourceFile(file.fileName)), []);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
