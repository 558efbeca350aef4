// Functions and types that are declared inside of a function and use nothing of it, at the top of the file.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import { identifiersNamed, preorder } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";
import type { Lifting } from "./liftedForm.js";
import { isPropertyName } from "./namesUsed.js";
import { fullRange } from "./text.js";

/** Methods of arrays that keep no callback and compare it with nothing. */
const takers =
  /^(?:map|filter|forEach|some|every|find|findIndex|findLast|findLastIndex|flatMap|reduce|reduceRight|sort|toSorted|from)$/;

interface Nested {
  readonly statement: ts.Statement;
  /** Other nested declarations that it mentions. */
  readonly uses: Set<Nested>;
  /** It could stand at the top, and so could what it uses. */
  isLoose: boolean;
}

/**
 * The declarations that the kernel mentions and that could stand at the top; undefined where there are none.
 * @param parts all nodes of the kernel
 */
export function liftedNested(parts: readonly ts.Node[], context: TransformContext): Lifting | undefined {
  const { checker, sourceFile } = context;
  const found = new Map<ts.Statement, Nested>();
  const mentioned = new Set(parts.flatMap((node) => (ts.isIdentifier(node) ? (nested(node) ?? []) : [])));
  for (let changed = true; changed; ) {
    changed = false;
    for (const each of found.values()) {
      if (!each.isLoose || [...each.uses].every(({ isLoose }) => isLoose)) continue;
      each.isLoose = false;
      changed = true;
    }
  }
  const lifted = new Set([...mentioned].filter(({ isLoose }) => isLoose));
  for (const each of lifted) for (const used of each.uses) lifted.add(used);
  if (lifted.size === 0) return undefined;
  const statements = [...lifted].map(({ statement }) => statement).sort((a, b) => a.pos - b.pos);
  const ranges = statements.map((statement) => fullRange(statement, sourceFile.text));
  return {
    functions: ranges.map(({ start, end }) => sourceFile.text.slice(start, end).trimEnd()),
    edits: ranges.map((range) => ({ ...range, text: "" })),
  };

  /** The nested declaration that a name stands for. */
  function nested(name: ts.Identifier): Nested | undefined {
    const symbol = isPropertyName(name) ? undefined : valueSymbol(name, checker);
    const statement = symbol && nestedStatement(symbol);
    if (symbol === undefined || statement === undefined) return undefined;
    const known = found.get(statement);
    if (known !== undefined) return known;
    const own: Nested = { statement, uses: new Set(), isLoose: false };
    found.set(statement, own);
    own.isLoose = isAlone(symbol, statement) && usesNothing(own);
    return own;
  }

  /** A function, or a type, that is declared inside of a function other than that of which the loop is a part of. */
  function nestedStatement(symbol: ts.Symbol): ts.Statement | undefined {
    const [declaration, ...others] = symbol.declarations ?? [];
    if (declaration === undefined || others.length > 0 || declaration.getSourceFile() !== sourceFile) return undefined;
    const statement = ts.isVariableDeclaration(declaration) ? constantFunction(declaration) : declaration;
    const isLoose =
      statement !== undefined &&
      (ts.isFunctionDeclaration(statement) ||
        ts.isVariableStatement(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement));
    if (!isLoose || !ts.isBlock(statement.parent)) return undefined;
    const { node } = context.analysis.loop;
    const holds = (outer: ts.Node, inner: ts.Node) => outer.pos <= inner.pos && inner.end <= outer.end;
    return holds(statement, node) || holds(node, statement) ? undefined : statement;
  }

  /** Nothing else in the file has the name, and nobody tells one function of it from another. */
  function isAlone(symbol: ts.Symbol, statement: ts.Statement): boolean {
    return identifiersNamed(symbol.name, sourceFile).every((each) => {
      if (isPropertyName(each)) return true;
      if (valueSymbol(each, checker) !== symbol) return false;
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return true;
      const { parent } = each;
      if (parent === symbol.valueDeclaration) return true;
      if (!ts.isCallExpression(parent)) return false;
      if (parent.expression === each) return true;
      return ts.isPropertyAccessExpression(parent.expression) && takers.test(parent.expression.name.text);
    });
  }

  /** Whatever it mentions is its own, or can be reached from the top of the file, or is another such declaration. */
  function usesNothing({ statement, uses }: Nested): boolean {
    for (const node of preorder(statement)) {
      if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) return false;
      if (ts.isMetaProperty(node) || ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return false;
      if (!ts.isIdentifier(node) || isPropertyName(node)) continue;
      if (node.text === "arguments") return false;
      const isReached = (valueSymbol(node, checker)?.declarations ?? []).every((each) => {
        const isOwn = statement.pos <= each.pos && each.end <= statement.end;
        return each.getSourceFile() !== sourceFile || isOwn || isAtTop(each);
      });
      if (isReached) continue;
      const other = nested(node);
      if (other === undefined) return false;
      uses.add(other);
    }
    return true;
  }
}

function constantFunction(declaration: ts.VariableDeclaration): ts.VariableStatement | undefined {
  const { initializer, parent } = declaration;
  if (initializer === undefined || !(ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)))
    return undefined;
  if (!ts.isVariableDeclarationList(parent) || parent.declarations.length > 1) return undefined;
  const isConstant = (parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && ts.isVariableStatement(parent.parent) ? parent.parent : undefined;
}

function isAtTop(declaration: ts.Node): boolean {
  const holder = ts.findAncestor(
    declaration.parent,
    (each) =>
      ts.isFunctionLike(each) ||
      ts.isBlock(each) ||
      ts.isModuleBlock(each) ||
      ts.isClassLike(each) ||
      ts.isSourceFile(each),
  );
  return holder !== undefined && ts.isSourceFile(holder);
}
