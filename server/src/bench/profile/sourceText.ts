// What the profile asks of a source file: its functions with their calls, and its loops with their verdicts.
import { ts } from "ts-morph";
import type { LoopReport } from "../../analysis/loopReport.js";
import type { LoopAnalysis } from "../../legality/loopAnalysis.js";

/** Offsets into the text. */
export interface FunctionSpan {
  readonly name: string;
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
  /** Its body runs whenever somebody takes the next value, not where it is called. */
  readonly isGenerator: boolean;
  /** The calls of the function's own code. */
  readonly calls: readonly Call[];
}

export interface Call {
  /** The last name of what is called; empty when it has none. */
  readonly name: string;
  readonly at: number;
  /**
   * Where the function that is called begins; `elsewhere` for one of a package of which only declarations are there; `built-in` for one
   * of the language, which has no lines; undefined when the types do not tell.
   */
  readonly target: { readonly file: string; readonly start: number } | "elsewhere" | "built-in" | undefined;
}

export interface LoopSpan {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly container: FunctionSpan;
  /** Parts of its text that run once, before the first iteration. */
  readonly before: readonly HeadPart[];
  readonly report: LoopReport;
}

export interface HeadPart {
  readonly start: number;
  readonly end: number;
  /** Nothing that the part has called or made runs later: what is gone through is an array and the like, not a generator. */
  readonly isOver: boolean;
}

export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
  /** The first is the module itself. */
  readonly functions: readonly FunctionSpan[];
  readonly loops: readonly LoopSpan[];
}

/** @param analyses each loop of the file with its report */
export function sourceTextOf(
  file: string,
  sourceFile: ts.SourceFile,
  checker: ts.TypeChecker,
  analyses: readonly { readonly analysis: LoopAnalysis; readonly report: LoopReport }[],
): SourceText {
  const spans = new Map<ts.Node, FunctionSpan>();
  collect(sourceFile, checker, spans);
  const loops = analyses.map(({ analysis: { loop }, report }) => ({
    file,
    start: startOfLoop(loop.node, sourceFile),
    end: loop.node.end,
    container: spans.get(containerOf(loop.node)) ?? spans.get(sourceFile)!,
    before: headPartsOf(loop.node, sourceFile, checker),
    report,
  }));
  return {
    file,
    text: sourceFile.text,
    lineStarts: sourceFile.getLineStarts(),
    functions: [...spans.values()],
    loops,
  };
}

/** `xs.map(f).filter(g)`: what comes before the method's own name is computed before the loop. */
function startOfLoop(node: ts.Node, sourceFile: ts.SourceFile): number {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return node.expression.name.getStart(sourceFile);
  return node.getStart(sourceFile);
}

function headPartsOf(node: ts.Node, sourceFile: ts.SourceFile, checker: ts.TypeChecker): readonly HeadPart[] {
  const part = (of: ts.Node, isOver: boolean) => ({ start: of.getStart(sourceFile), end: of.end, isOver });
  if (ts.isForInStatement(node)) return [part(node.expression, true)];
  if (ts.isForOfStatement(node)) return [part(node.expression, isCollection(node.expression, checker))];
  if (ts.isForStatement(node)) return node.initializer === undefined ? [] : [part(node.initializer, false)];
  if (!ts.isCallExpression(node)) return [];
  return node.arguments.filter((each) => !ts.isFunctionLike(each)).map((each) => part(each, false));
}

/** Whether going through a value runs none of the program's code. */
function isCollection(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(expression);
  return (type.isUnion() ? type.types : [type]).every(
    (each) => (each.flags & ts.TypeFlags.StringLike) !== 0 || checker.isArrayType(each) || checker.isTupleType(each),
  );
}

function containerOf(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

/** Walks without recursion: sources may be nested more deeply than the stack. */
function collect(sourceFile: ts.SourceFile, checker: ts.TypeChecker, spans: Map<ts.Node, FunctionSpan>): void {
  const open: { readonly node: ts.Node; readonly calls: Call[] }[] = [{ node: sourceFile, calls: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node } = next;
    let { calls } = next;
    if (ts.isSourceFile(node)) {
      spans.set(node, { name: "", start: 0, bodyStart: 0, end: node.end, isGenerator: false, calls });
    } else if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      calls = [];
      const body = node.body as ts.Node;
      const start = node.getStart(sourceFile);
      const isGenerator = "asteriskToken" in node && node.asteriskToken !== undefined;
      const bodyStart = body.getStart(sourceFile);
      spans.set(node, { name: nameOf(node), start, bodyStart, end: node.end, isGenerator, calls });
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      calls.push(callOf(node.expression, checker));
    } else if (ts.isTaggedTemplateExpression(node)) calls.push(callOf(node.tag, checker));
    ts.forEachChild(node, (child) => {
      open.push({ node: child, calls });
    });
  }
}

function callOf(callee: ts.Expression, checker: ts.TypeChecker): Call {
  return { name: lastName(callee), at: callee.end, target: targetOf(callee, checker) };
}

function targetOf(callee: ts.Expression, checker: ts.TypeChecker): Call["target"] {
  const named = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(named)) return undefined;
  let symbol = checker.getSymbolAtLocation(named);
  if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const declared = symbol?.declarations?.map((each) => each.getSourceFile()).find((file) => file.isDeclarationFile);
  if (declared !== undefined) return /[\\/]lib\.[\w.]*d\.ts$/.test(declared.fileName) ? "built-in" : "elsewhere";
  let declaration: ts.Node | undefined = symbol?.valueDeclaration;
  if (declaration !== undefined && ts.isVariableDeclaration(declaration)) declaration = declaration.initializer;
  if (declaration !== undefined && ts.isClassLike(declaration))
    declaration = declaration.members.find((member) => ts.isConstructorDeclaration(member));
  if (declaration === undefined || !ts.isFunctionLike(declaration) || !("body" in declaration)) return undefined;
  const file = declaration.getSourceFile();
  return { file: file.fileName, start: declaration.getStart(file) };
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return ts.isIdentifier(node.name) ? node.name.text : node.name.getText();
  if (ts.isConstructorDeclaration(node)) return node.parent.name?.text ?? "";
  const { parent } = node;
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && ts.isIdentifier(parent.name))
    return parent.name.text;
  return "";
}

function lastName(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isNonNullExpression(callee) || ts.isParenthesizedExpression(callee)) return lastName(callee.expression);
  return ts.isIdentifier(callee) ? callee.text : "";
}
