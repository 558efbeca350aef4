// Where a name stands in a file: an index of its identifiers, made once per syntax tree, so that a question about one name
// does not walk the code again.
import { ts } from "ts-morph";

// Purely syntactic: a tree is never changed, so the index is good for as long as the tree lives.
const indexes = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();
const none: readonly ts.Identifier[] = [];

/** The identifiers with this text at and below `root`, in text order. O(log n + answers) once the file is indexed. */
export function identifiersNamed(name: string, root: ts.Node): readonly ts.Identifier[] {
  const all = indexOf(root.getSourceFile()).get(name) ?? none;
  let from = 0;
  for (let to = all.length; from < to; ) {
    const middle = (from + to) >> 1;
    if (all[middle]!.pos < root.pos) from = middle + 1;
    else to = middle;
  }
  let end = from;
  while (end < all.length && all[end]!.end <= root.end) end++;
  return all.slice(from, end);
}

function indexOf(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  const known = indexes.get(file);
  if (known !== undefined) return known;
  const index = new Map<string, ts.Identifier[]>();
  for (const node of preorder(file)) {
    if (!ts.isIdentifier(node)) continue;
    const list = index.get(node.text);
    if (list === undefined) index.set(node.text, [node]);
    else list.push(node);
  }
  for (const list of index.values()) list.sort((a, b) => a.pos - b.pos);
  indexes.set(file, index);
  return index;
}

/** A node and everything below it, parents first, in text order, without using the stack: code can be very deep. */
export function* preorder(root: ts.Node): Generator<ts.Node, void, void> {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    const first = waiting.length;
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
    // The last pushed comes first, so the children are turned round.
    for (let low = first, high = waiting.length - 1; low < high; low++, high--)
      [waiting[low], waiting[high]] = [waiting[high]!, waiting[low]!];
  }
}
