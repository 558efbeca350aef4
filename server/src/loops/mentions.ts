// Where a name stands in a file: an index of its identifiers, made once per syntax tree, so that a question about one name
// does not walk the code again.
import { ts } from "ts-morph";

// Purely syntactic: a tree is never changed, so the index is good for as long as the tree lives.
const indexes = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();
const none: readonly ts.Identifier[] = [];

/** The identifiers with this text at and below `root`, in text order. O(log n + answers) once the file is indexed. */
export function identifiersNamed(name: string, root: ts.Node): readonly ts.Identifier[] {
  return within(indexOf(root.getSourceFile()).get(name) ?? none, root);
}

function within(all: readonly ts.Identifier[], root: ts.Node): readonly ts.Identifier[] {
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

// By checker: which of the identifiers of a name stand for a symbol. Loops of one file ask about the same variables.
const mentionsBySymbol = new WeakMap<ts.TypeChecker, Map<ts.Symbol, Map<ts.SourceFile, readonly ts.Identifier[]>>>();

/** With fewer mentions of a name below a node each is looked at by itself; else all of the file are, once for a variable. */
const few = 32;

/** The identifiers at and below `root` that stand for a variable, in text order. O(log n + mentions of its name). */
export function mentionsOf(symbol: ts.Symbol, root: ts.Node, checker: ts.TypeChecker): readonly ts.Identifier[] {
  const named = identifiersNamed(symbol.name, root);
  if (named.length <= few) return named.filter((node) => symbolAt(node, checker) === symbol);
  const file = root.getSourceFile();
  const symbols = mentionsBySymbol.get(checker) ?? new Map<ts.Symbol, Map<ts.SourceFile, readonly ts.Identifier[]>>();
  mentionsBySymbol.set(checker, symbols);
  const files = symbols.get(symbol) ?? new Map<ts.SourceFile, readonly ts.Identifier[]>();
  symbols.set(symbol, files);
  let all = files.get(file);
  if (all === undefined) {
    all = (indexOf(file).get(symbol.name) ?? none).filter((node) => symbolAt(node, checker) === symbol);
    files.set(file, all);
  }
  return within(all, root);
}

/** The mention lies in a function nested in `root`, which may run at any time. */
export function isCaptured(node: ts.Node, root: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && at !== root; at = at.parent)
    // What a field begins as is computed for each instance.
    if (ts.isFunctionLike(at) || ts.isPropertyDeclaration(at)) return true;
  return false;
}

/** In a function below `root` that is called at another place than it stands at; one that a call is given is called there. */
export function isRunElsewhere(node: ts.Node, root: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && at !== root; at = at.parent)
    if (ts.isFunctionLike(at) && !ts.isCallExpression(at.parent)) return true;
  return false;
}

function symbolAt(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  // The names of members are no variables; to ask for them would cost the type of their object.
  const { parent } = node;
  const isMember =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent);
  if (isMember && parent.name === node) return undefined;
  if (ts.isShorthandPropertyAssignment(node.parent)) return checker.getShorthandAssignmentValueSymbol(node.parent);
  // `export { last }` names the variable, and makes another symbol.
  if (ts.isExportSpecifier(node.parent)) return checker.getExportSpecifierLocalTargetSymbol(node.parent);
  return checker.getSymbolAtLocation(node);
}

const assignedIn = new WeakMap<ts.SourceFile, Map<string, readonly ts.Identifier[]>>();

/** The identifiers with this text at and below `root` that something is assigned to. O(log n + answers) once asked for in the file. */
export function assignedNamed(
  name: string,
  root: ts.Node,
  isAssigned: (node: ts.Identifier) => boolean,
): readonly ts.Identifier[] {
  const file = root.getSourceFile();
  const known = assignedIn.get(file) ?? new Map<string, readonly ts.Identifier[]>();
  assignedIn.set(file, known);
  const assigned = known.get(name) ?? (indexOf(file).get(name) ?? none).filter(isAssigned);
  known.set(name, assigned);
  return within(assigned, root);
}

function indexOf(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  const known = indexes.get(file);
  if (known !== undefined) return known;
  const index = new Map<string, ts.Identifier[]>();
  // As `preorder`, without its order: this walks every file that is asked about.
  const waiting: ts.Node[] = [file];
  const wait = (child: ts.Node): void => {
    waiting.push(child);
  };
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!ts.isIdentifier(node)) {
      ts.forEachChild(node, wait);
      continue;
    }
    const list = index.get(node.text);
    if (list === undefined) index.set(node.text, [node]);
    else list.push(node);
  }
  for (const list of index.values()) list.sort((a, b) => a.pos - b.pos);
  indexes.set(file, index);
  return index;
}

/**
 * Whether a match lies in a node, for `preorder`: a walk that only seeks what is written with some words need not enter the rest.
 * @param pattern with the flag `g`
 */
export function holdsMatch(text: string, pattern: RegExp): (node: ts.Node) => boolean {
  const places = [...text.matchAll(pattern)].map(({ index }) => index);
  return ({ pos, end }) => {
    let low = 0;
    for (let high = places.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (places[middle]! < pos) low = middle + 1;
      else high = middle;
    }
    return low < places.length && places[low]! < end;
  };
}

/**
 * A node and everything below it, parents first, in text order, without using the stack: code can be very deep.
 * @param isMeant nodes for which this is false are left out, with all that is below them
 */
export function* preorder(
  root: ts.Node,
  isMeant: (node: ts.Node) => boolean = () => true,
): Generator<ts.Node, void, void> {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    const first = waiting.length;
    ts.forEachChild(node, (child) => {
      if (isMeant(child)) waiting.push(child);
    });
    // The last pushed comes first, so the children are turned round.
    for (let low = first, high = waiting.length - 1; low < high; low++, high--)
      [waiting[low], waiting[high]] = [waiting[high]!, waiting[low]!];
  }
}
