// How deeply code is nested: the compiler goes down into it by recursion, and the stack of a process is finite.
import { ts } from "ts-morph";
import { withoutOverflow } from "./overflow.js";

/**
 * The first file that cannot even be parsed, else the one with the deepest tree; undefined when there is none.
 * O(length of the files), asked only when the compiler has given up.
 */
export function deepestFile(files: readonly string[], read: (file: string) => string): string | undefined {
  let deepest: { readonly file: string; readonly depth: number } | undefined;
  for (const file of files) {
    if (/\.d\.[cm]?ts$/.test(file)) continue;
    const tree = withoutOverflow(() => ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest));
    if (tree === undefined) return file;
    const depth = depthOf(tree);
    if (deepest === undefined || deepest.depth < depth) deepest = { file, depth };
  }
  return deepest?.file;
}

function depthOf(tree: ts.Node): number {
  let deepest = 0;
  const waiting = [{ node: tree, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    deepest = Math.max(deepest, depth);
    ts.forEachChild(node, (child) => {
      waiting.push({ node: child, depth: depth + 1 });
    });
  }
  return deepest;
}
