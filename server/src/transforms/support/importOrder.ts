// Where a new import goes among those of a file: where the author's are sorted, so that they still are.
import { builtinModules } from "node:module";
import { ts } from "ts-morph";

/** Negative where the first comes before the second. */
type Order = (left: string, right: string) => number;

const byLetter: Order = (left, right) => byCode(left.toLowerCase(), right.toLowerCase()) || byCode(left, right);
const byCode: Order = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

const specifierOrders: readonly Order[] = [byLetter, byCode].flatMap((order) =>
  [rankOf, protocolRank].map(
    (rank): Order =>
      (left, right) =>
        rank(left) - rank(right) || order(left, right),
  ),
);

/** Modules of Node, packages, what a path alias stands for, files: so do all linters that sort. */
function rankOf(specifier: string): number {
  if (builtinModules.includes(specifier)) return 0;
  return protocolRank(specifier);
}

function protocolRank(specifier: string): number {
  if (/^(?:node|bun|deno):/.test(specifier)) return 0;
  return specifier.startsWith(".") ? 3 : /^(?:@\/|~|#|%)/.test(specifier) ? 2 : 1;
}

/**
 * The first of these import statements that comes behind the new one; undefined where that comes last, or they are in no order.
 * @param present in the order of the text, all of packages or all of files
 */
export function followerOf(specifier: string, present: readonly ts.Statement[]): ts.ImportDeclaration | undefined {
  const imports = present.filter(ts.isImportDeclaration);
  if (imports.length < present.length) return undefined;
  const named = imports.map((statement) => ({ statement, name: (statement.moduleSpecifier as ts.StringLiteral).text }));
  const order = specifierOrders.find((each) =>
    isSorted(
      named.map(({ name }) => name),
      each,
    ),
  );
  return order && named.find(({ name }) => order(name, specifier) > 0)?.statement;
}

/** What is new in the order of the specifiers that are there, by letter where there are none; as it is where they are in no order. */
export function sortedLike<T>(
  present: readonly string[],
  added: readonly T[],
  specifierOf: (each: T) => string,
): readonly T[] {
  const order = specifierOrders.find((each) => isSorted(present, each));
  if (order === undefined) return added;
  return [...added].sort((left, right) => order(specifierOf(left), specifierOf(right)));
}

/** The names in the order of the first ones where those are sorted; otherwise the new ones come last. O(n²). */
export function joined<T>(present: readonly T[], added: readonly T[], nameOf: (each: T) => string): readonly T[] {
  const order = [byLetter, byCode].find((each) => isSorted(present.map(nameOf), each));
  if (order === undefined) return [...present, ...added];
  const all = [...present];
  for (const each of added) {
    const at = all.findIndex((other) => order(nameOf(other), nameOf(each)) > 0);
    all.splice(at === -1 ? all.length : at, 0, each);
  }
  return all;
}

function isSorted(names: readonly string[], order: Order): boolean {
  return names.every((name, at) => at === 0 || order(names[at - 1]!, name) <= 0);
}
