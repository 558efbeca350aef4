// What a new name must not be: what stands in its block, and what is declared around it.
import { ts } from "ts-morph";

/**
 * The text of the block that a node stands in, and the names that are declared around that: a variable of any other name can be declared
 * in the block without another one being meant anywhere, or hidden. Names of other blocks are free. O(length of the block + declarations around)
 */
export function wordsInScope(node: ts.Node): string {
  let block = node.parent;
  while (!isBlockLike(block)) block = block.parent;
  const known = wordsOf.get(block);
  if (known !== undefined) return known;
  const around: string[] = [];
  for (let at = block.parent; at !== undefined; at = at.parent) around.push(...declaredIn(at));
  const words = `${block.getText()}\n${around.join(" ")}`;
  wordsOf.set(block, words);
  return words;
}

// The tree of a file never changes.
const wordsOf = new WeakMap<ts.Node, string>();

function isBlockLike(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isCaseBlock(node);
}

/** What is known by name inside of the node and not outside of it. */
function declaredIn(node: ts.Node): readonly string[] {
  if (ts.isFunctionLike(node)) {
    const own = node.name !== undefined && ts.isIdentifier(node.name) ? [node.name.text] : [];
    return [...own, ...node.parameters.flatMap(({ name }) => (name === undefined ? [] : namesIn(name)))];
  }
  if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node)) return node.statements.flatMap(declaredBy);
  if (ts.isCaseBlock(node)) return node.clauses.flatMap(({ statements }) => statements.flatMap(declaredBy));
  if (ts.isCatchClause(node)) return node.variableDeclaration ? namesIn(node.variableDeclaration.name) : [];
  const isFor = ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node);
  const head = isFor ? node.initializer : undefined;
  return head !== undefined && ts.isVariableDeclarationList(head) ? namesOfList(head) : [];
}

function declaredBy(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) return namesOfList(statement.declarationList);
  if (ts.isImportDeclaration(statement)) return statement.importClause ? namesOfImport(statement.importClause) : [];
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function namesOfImport({ name, namedBindings }: ts.ImportClause): readonly string[] {
  const own = name === undefined ? [] : [name.text];
  if (namedBindings === undefined) return own;
  if (ts.isNamespaceImport(namedBindings)) return [...own, namedBindings.name.text];
  return [...own, ...namedBindings.elements.map((each) => each.name.text)];
}

function namesOfList({ declarations }: ts.VariableDeclarationList): readonly string[] {
  return declarations.flatMap(({ name }) => namesIn(name));
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) => (ts.isOmittedExpression(each) ? [] : namesIn(each.name)));
}
