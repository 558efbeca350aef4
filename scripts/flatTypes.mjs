// One declaration file for a door of the runner: what the door exports, and what that names, and nothing else.
// Who type-checks a rewritten program needs no types of Node, no module of the runner's inside and no recent compiler for it.
import path from "node:path";
import { ts } from "ts-morph";

/** What the declarations name that programs of an old `target` do not know. */
const libraries = ["es2015.iterable", "es2015.promise", "es2017.sharedmemory", "es2018.asynciterable", "es2020.bigint"];

/**
 * The text of the one file.
 * @param {string} door absolute path of the declaration file of the door
 * @returns {string}
 * @throws {Error} where a declaration names something of another package, or two have one name
 */
export function flatTypes(door) {
  const program = ts.createProgram([door], { noLib: true, types: [], module: ts.ModuleKind.NodeNext });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(door);
  const exported = source && checker.getSymbolAtLocation(source);
  if (source === undefined || exported === undefined) throw new Error(`${door} exports nothing.`);
  const [within, named] = [path.dirname(door) + path.sep, /** @type {Map<string, ts.Symbol>} */ (new Map())];
  /** @param {ts.Symbol} symbol */
  const note = (symbol) => {
    const isImported = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const meant = isImported ? checker.getAliasedSymbol(symbol) : symbol;
    // What no file declares is a type of the language.
    const declarations = meant.declarations ?? [];
    const isForeign = isImported && declarations.length === 0;
    if (isForeign) throw new Error(`The declarations of ${door} name ${symbol.name}, of another package.`);
    if (declarations.length === 0) return;
    // A parameter, or a type parameter, belongs to what is being written.
    if (!declarations.every((each) => ts.isSourceFile(statementOf(each).parent))) return;
    if (!declarations.every((each) => path.normalize(each.getSourceFile().fileName).startsWith(within))) return;
    const other = named.get(meant.name);
    if (other === meant) return;
    if (other !== undefined) throw new Error(`The declarations of ${door} have two of the name ${meant.name}.`);
    named.set(meant.name, meant);
    for (const each of declarations) visit(each);
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTypeReferenceNode(node) || ts.isTypeQueryNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const name = "typeName" in node ? node.typeName : "exprName" in node ? node.exprName : node.expression;
      const symbol = checker.getSymbolAtLocation(name);
      if (symbol !== undefined) note(symbol);
    } else if (ts.isComputedPropertyName(node)) {
      const symbol = checker.getSymbolAtLocation(node.expression);
      if (symbol !== undefined) note(symbol);
    }
    ts.forEachChild(node, visit);
  };
  const doors = checker.getExportsOfModule(exported);
  for (const symbol of doors) note(symbol);
  const shown = new Set(doors.map(({ name }) => name));
  const blocks = [...named.values()].flatMap((symbol) =>
    (symbol.declarations ?? []).map((each) => textOf(statementOf(each), shown.has(symbol.name))),
  );
  const head = libraries.map((each) => `/// <reference lib="${each}" />`).join("\n");
  return `${[head, ...blocks, "export {};"].join("\n")}\n`;
}

/**
 * @param {ts.Node} declaration
 * @returns {ts.Node} the statement of the file that holds it
 */
function statementOf(declaration) {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

/**
 * @param {ts.Node} statement
 * @param {boolean} isExported
 */
function textOf(statement, isExported) {
  const { text } = statement.getSourceFile();
  const comment = ts.getJSDocCommentsAndTags(statement).findLast(ts.isJSDoc);
  const bare = withoutLabels(statement, text)
    .replace(/^export /, "")
    .replace(/^declare /, "");
  const ambient = /^(?:interface|type)\b/.test(bare) ? "" : "declare ";
  const above = comment === undefined ? "" : `${text.slice(comment.pos, comment.end)}\n`;
  return `${above}${isExported ? "export " : ""}${ambient}${bare}`;
}

/**
 * `[number, number]` for `[row: number, column: number]`, which compilers before 4.0 cannot read.
 * @param {ts.Node} node
 * @param {string} text of its file
 * @returns {string}
 */
function withoutLabels(node, text) {
  const spans = labelsIn(node);
  let [out, at] = ["", node.getStart()];
  for (const { start, end } of spans) {
    out += text.slice(at, start);
    at = end;
  }
  return out + text.slice(at, node.end);
}

/**
 * @param {ts.Node} node
 * @returns {readonly { readonly start: number, readonly end: number }[]} from the first to the last
 */
function labelsIn(node) {
  const own = ts.isNamedTupleMember(node) ? [{ start: node.getStart(), end: node.type.getStart() }] : [];
  /** @type {{ readonly start: number, readonly end: number }[]} */
  const inside = [];
  ts.forEachChild(node, (child) => {
    inside.push(...labelsIn(child));
  });
  return [...own, ...inside];
}
