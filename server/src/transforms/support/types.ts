// Types as text for the kernel module, with the imports that the names in them need.
import { ts } from "ts-morph";
import type { TransformContext } from "../transform.js";

const flags =
  ts.NodeBuilderFlags.NoTruncation |
  ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope |
  ts.NodeBuilderFlags.IgnoreErrors;

/** Names that a piece of the kernel module uses and where they are declared. */
export interface TypeNames {
  readonly names: Map<string, ts.Symbol>;
  /** Why a type cannot be written down outside of the loop's function. */
  problem: string | undefined;
}

export function newTypeNames(): TypeNames {
  return { names: new Map(), problem: undefined };
}

/** The type as an author would write it; literal types are widened. Named types are added to `used`. */
export function typeText(type: ts.Type, at: ts.Node, { checker }: TransformContext, used: TypeNames): string {
  const widened = checker.getBaseTypeOfLiteralType(checker.getWidenedType(type));
  const node = checker.typeToTypeNode(widened, at, flags);
  if (node === undefined) return "unknown";
  collectNames(node, at, checker, used);
  const text = checker.typeToString(
    widened,
    at,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
  );
  if (text.includes("import(")) used.problem ??= `the type \`${text}\` has no name in this file`;
  // Since TypeScript 5.7 typed arrays show the buffer that they lie over; older versions know no such parameter.
  return text.replace(/\b((?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)<ArrayBuffer(?:Like)?>/g, "$1");
}

/** Notes the named types of a type annotation that is copied as it stands. */
export function collectNames(node: ts.Node, at: ts.Node, checker: ts.TypeChecker, used: TypeNames): void {
  const visit = (part: ts.Node): void => {
    if (ts.isTypeReferenceNode(part)) {
      const first = leftmost(part.typeName);
      const symbol = checker.resolveName(first, at, ts.SymbolFlags.Type | ts.SymbolFlags.Namespace, false);
      if (symbol !== undefined) note(first, symbol, used);
    }
    ts.forEachChild(part, visit);
  };
  visit(node);
}

function note(name: string, symbol: ts.Symbol, used: TypeNames): void {
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined) return;
  if ((symbol.flags & ts.SymbolFlags.TypeParameter) !== 0) {
    used.problem ??= `the loop uses the type parameter \`${name}\` of its function`;
    return;
  }
  const isImport = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  if (!isImport && declaration.getSourceFile().isDeclarationFile) return;
  if (!isImport && !ts.isSourceFile(declaration.parent)) {
    used.problem ??= `the type \`${name}\` is declared inside of a function`;
    return;
  }
  used.names.set(name, symbol);
}

function leftmost(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : leftmost(name.left);
}
