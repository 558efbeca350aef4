// Checks of the project by itself: direction of imports, layers, units and their lists, sizes, generated pages, words.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { subscriptTests } from "../server/src/dependence/subscriptTests/index.js";
import { transforms } from "../server/src/transforms/index.js";
import { readDocBlock } from "./support/docBlock.js";
import { checkSameResult, checkTransform } from "./support/docExamples.js";
import { stalePages } from "./support/docPages.js";
import { codeLines, type ImportOf, importsOf, readSources, type SourceFile } from "./support/sourceTree.js";
import { fileOfId, type UnitFolder, unitFiles, unitFolders } from "./support/unitFolders.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = readSources(root, ["server/src", "runner/src", "extension/src"]);
const code = sources.filter(({ isTest }) => !isTest);
const imports = code.flatMap(importsOf);

describe("direction of imports", () => {
  /** From the lowest layer to the highest; layers of one line do not know each other. */
  const layers: readonly (readonly string[])[] = [
    ["workspace"],
    ["loops"],
    ["accesses"],
    ["scalars", "dependence"],
    ["legality"],
    ["transforms"],
    ["analysis"],
    ["bench"],
    ["lsp", "cli"],
  ];
  const heightOf = (layer: string) => layers.findIndex((line) => line.includes(layer));
  const layerOf = (file: string) => /^server\/src\/(\w+)\//.exec(file)?.[1];

  test("the folders of the server are the layers of the design", () => {
    const folders = new Set(sources.flatMap((file) => layerOf(file.path) ?? []));
    assert.deepEqual(
      [...folders].filter((folder) => heightOf(folder) < 0),
      [],
    );
  });

  test("inside of the server they go down only", () => {
    const upward = imports.filter(({ from, to }) => {
      // `loopsmith lsp` starts the language server.
      if (from.path === "server/src/cli/main.ts" && to === "server/src/server.ts") return false;
      const [own, other] = [layerOf(from.path), layerOf(to)];
      if (other === undefined) return own !== undefined && to.startsWith("server/src/");
      return own !== undefined && own !== other && heightOf(own) <= heightOf(other);
    });
    assert.deepEqual(upward.map(shown), []);
  });

  test("the protocol's library is known to lsp and the entry points only", () => {
    const allowed = /workspace\/overflow|^extension\/|^server\/src\/lsp\/|^server\/src\/(?:main|server)\.ts$/;
    const wrong = imports.filter(({ from, to }) => /^vscode/.test(to) && !allowed.test(from.path));
    assert.deepEqual(wrong.map(shown), []);
  });

  test("the compiler is unknown to the faces and the entry points", () => {
    const faces = /^server\/src\/(?:lsp|cli)\/|^server\/src\/\w+\.ts$|^extension\/|^runner\//;
    const wrong = imports.filter(({ from, to }) => /^(?:ts-morph|typescript)$/.test(to) && faces.test(from.path));
    assert.deepEqual(wrong.map(shown), []);
  });

  test("the runner knows neither server nor editor", () => {
    const own = imports.filter(({ from }) => from.path.startsWith("runner/"));
    const wrong = own.filter(({ to }) => /^(?:server|extension)\/|^vscode|^loopsmith\b|^ts-morph/.test(to));
    assert.deepEqual(wrong.map(shown), []);
  });

  test("the runner's production door loads nothing of the benchmark", () => {
    const reached = reachable("runner/src/index.ts");
    assert.ok(reached.size > 1);
    assert.deepEqual(
      [...reached].filter((file) => /^runner\/src\/(?:bench|report|profile)\//.test(file)),
      [],
    );
  });

  test("the extension takes only types from server and runner, of the protocol and of the report", () => {
    const out = imports.filter(({ from, to }) => /^extension\//.test(from.path) && /^(?:server|runner)\//.test(to));
    const door = /^server\/src\/lsp\/protocol\.ts$|^runner\/src\/report\/report\.ts$/;
    assert.deepEqual(out.filter(({ to, typeOnly }) => !typeOnly || !door.test(to)).map(shown), []);
  });

  test("tests of the server speak through test/support, not to the compiler", () => {
    const tests = sources.filter(({ isTest, path: file }) => isTest && file.startsWith("server/"));
    assert.deepEqual(
      tests
        .flatMap(importsOf)
        .filter(({ to }) => to === "ts-morph")
        .map(shown),
      [],
    );
  });
});

describe("sources", () => {
  test("begin with a comment that says what the file is for", () => {
    const silent = code.filter(({ text }) => !/^(?:#!.*\n)?\/\/ \S/.test(text));
    assert.deepEqual(
      silent.map(({ path: file }) => file),
      [],
    );
  });

  test("are small", (context) => {
    /** Files above the limit, each with the reason why it is one piece. */
    const knownLarge: ReadonlyMap<string, string> = new Map();
    const sizes = code.map((file) => ({ file: file.path, lines: codeLines(file) })).sort((a, b) => a.lines - b.lines);
    const at = (share: number) => sizes[Math.floor(share * (sizes.length - 1))]?.lines;
    context.diagnostic(`${sizes.length} files, lines of code: median ${at(0.5)}, p90 ${at(0.9)}, largest ${at(1)}`);
    const large = sizes.filter(({ file, lines }) => 300 < lines && !knownLarge.has(file));
    assert.deepEqual(
      large.map(({ file, lines }) => `${file}: ${lines}`),
      [],
    );
  });

  test("the core does not catch: it answers with what is known", () => {
    const allowed =
      /^runner\/|^extension\/|^server\/src\/(?:bench|cli)\/|^server\/src\/lsp\/guard\.ts$|^server\/src\/workspace\/(?:overflow|budget)\.ts$|^server\/src\/\w+\.ts$/;
    const catching = code.filter(({ path: file, text }) => !allowed.test(file) && /^\s*(?:\} )?try \{/m.test(text));
    assert.deepEqual(
      catching.map(({ path: file }) => file),
      [],
    );
  });

  test("no test is skipped and nothing is left to do", () => {
    const skipped = sources.filter(({ text }) =>
      /\b(?:test|it|describe)\.(?:skip|todo|only)\b|\b(?:TODO|FIXME|XXX)\b/.test(text),
    );
    assert.deepEqual(
      skipped.map(({ path: file }) => file),
      [],
    );
  });
});

describe("units", () => {
  const reasonList = fs.readFileSync(path.join(root, unitFolders.reasons.path, "index.ts"), "utf8");
  const kernelList = fs.readFileSync(path.join(root, unitFolders.kernelProblems.path, "index.ts"), "utf8");
  const lists: readonly { folder: UnitFolder; ids: readonly string[] }[] = [
    { folder: unitFolders.subscriptTests, ids: subscriptTests.map(({ id }) => id) },
    { folder: unitFolders.transforms, ids: transforms.map(({ id }) => id) },
    { folder: unitFolders.reasons, ids: importedUnits(reasonList) },
    { folder: unitFolders.kernelProblems, ids: importedUnits(kernelList) },
  ];

  for (const { folder, ids } of lists) {
    test(`${folder.path}: every file is listed, and everything listed is a file`, () => {
      assert.deepEqual([...ids].map(fileOfId).sort(), [...unitFiles(root, folder)]);
      assert.equal(new Set(ids).size, ids.length);
    });

    for (const file of unitFiles(root, folder)) {
      test(`${folder.path}/${file} has a doc block with its id, and tests`, () => {
        const block = readDocBlock(path.join(root, folder.path, file));
        assert.equal(block.kind, folder.kind);
        assert.equal(fileOfId(block.id), file);
        assert.ok(fs.existsSync(path.join(root, folder.path, file.replace(/\.ts$/, ".test.ts"))), "a test file");
        if (folder.kind === "SubscriptTest") assert.deepEqual([...block.fields.keys()], ["Form", "Source"]);
        else assert.ok(block.examples.length > 0, "an example");
      });
    }
  }

  for (const { id } of transforms) {
    test(`the example of ${id} is what it does, and computes the same`, async () => {
      const block = readDocBlock(path.join(root, unitFolders.transforms.path, fileOfId(id)));
      assert.ok(block.run !== undefined, "an expression to run");
      for (let index = 0; index < block.examples.length; index += 2) {
        checkTransform(id, block.examples[index]!, block.examples[index + 1]!);
        await checkSameResult(id, block.examples[index]!, block.run);
      }
    });
  }
});

describe("documentation", () => {
  test("generated pages are fresh (npm run docs)", () => {
    assert.deepEqual(stalePages(root), []);
  });

  test("every exported type of dependence and legality is in the glossary", () => {
    const glossary = fs.readFileSync(path.join(root, "docs/glossary.md"), "utf8");
    const types = code
      .filter(({ path: file }) => /^server\/src\/(?:dependence|legality)\//.test(file))
      .flatMap(({ text }) => [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name!));
    assert.deepEqual(
      [...new Set(types)].sort().filter((name) => !glossary.includes(`\`${name}\``)),
      [],
    );
  });

  test("the changelog, which is packed with the extension, links nowhere: the packer refuses a path it cannot resolve", () => {
    const text = fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
    assert.deepEqual(text.match(/\]\((?!https?:)[^)]*\)/g) ?? [], []);
  });

  test("links between pages lead somewhere", () => {
    const pages = ["README.md", "CHANGELOG.md", ...markdownBelow("docs")].filter((file) =>
      fs.existsSync(path.join(root, file)),
    );
    const broken = pages.flatMap((page) => {
      const text = fs.readFileSync(path.join(root, page), "utf8").replace(/```[\s\S]*?```/g, "");
      const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map(([, target]) => target!);
      return targets
        .filter((target) => !fs.existsSync(path.join(root, path.dirname(page), target)))
        .map((target) => `${page}: ${target}`);
    });
    assert.deepEqual(broken, []);
  });
});

function shown({ from, to }: ImportOf): string {
  return `${from.path} -> ${to}`;
}

/** Files that are loaded when this one is, within the repository. */
function reachable(entry: string): ReadonlySet<string> {
  const byPath = new Map<string, SourceFile>(code.map((file) => [file.path, file]));
  const reached = new Set<string>([entry]);
  for (const file of reached) {
    const source = byPath.get(file);
    for (const { to, typeOnly } of source === undefined ? [] : importsOf(source)) {
      if (!typeOnly && byPath.has(to)) reached.add(to);
    }
  }
  return reached;
}

/** Ids of the units that a list imports and mentions. */
function importedUnits(list: string): readonly string[] {
  const names = [...list.matchAll(/^import \{ (\w+) \} from/gm)].map(([, name]) => name!);
  return names
    .filter((name) => list.split(new RegExp(`\\b${name}\\b`)).length > 3)
    .map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}

function markdownBelow(folder: string): readonly string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const below = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return markdownBelow(below);
    return below.endsWith(".md") ? [below] : [];
  });
}
