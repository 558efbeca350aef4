/**
 * Trees walked by recursion (application code: recursion over objects).
 *
 * @loop depth:child            parallel reduction
 * @loop sizes:.map             parallel map
 * @loop count:child            parallel reduction
 * @loop flattened:.flatMap     parallel map
 * @loop numbered:child         serial [carried-dependence] counter.next -> counter.next
 * @loop widest:.map            parallel map
 * @loop render:.map            parallel map
 * @loop leftmost:while         serial [loop-form] at -> at
 */
export interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}

export function depth(tree: Tree): number {
  let deepest = 0;
  for (const child of tree.children) deepest = Math.max(deepest, depth(child));
  return deepest + 1;
}

function count(tree: Tree): number {
  let total = 1;
  for (const child of tree.children) total += count(child);
  return total;
}

export function sizes(trees: readonly Tree[]): number[] {
  return trees.map((tree) => count(tree));
}

export function flattened(tree: Tree): string[] {
  return [tree.name, ...tree.children.flatMap((child) => flattened(child))];
}

export function numbered(tree: Tree, counter: { next: number }): string {
  const own = counter.next++;
  let text = `${own}`;
  for (const child of tree.children) text = `${text}(${numbered(child, counter)})`;
  return text;
}

export function widest(trees: readonly Tree[]): number[] {
  return trees.map((tree) => depth(tree) * tree.children.length);
}

export function render(tree: Tree, indent: string): string {
  const inner = tree.children.map((child) => render(child, `${indent}  `));
  return `${indent}${tree.name}\n${inner.join("")}`;
}

export function leftmost(tree: Tree): string {
  let at = tree;
  while (at.children.length > 0) at = at.children[0]!;
  return at.name;
}
