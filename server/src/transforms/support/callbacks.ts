// Functions that are handed to somebody: does whoever calls them wait for a promise that they return?
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";

/** What test runners wait for, by the names under which all of them have it. They do not wait for `describe`. */
const awaitedByTests = new Set(
  "it test specify bench before after beforeEach afterEach beforeAll afterAll setup teardown suiteSetup suiteTeardown".split(
    " ",
  ),
);
const testRunner = /\/node_modules\/(?:@types\/)?(?:vitest|jest|mocha|jasmine|ava|tap|uvu|@jest|@vitest|bun-types)\//;
const nodeTest = /\/node_modules\/@types\/node\/test\.d\.ts$/;
const testFile = /[./-](?:test|tests|spec|specs|bench)\.[cm]?[jt]sx?$|\/(?:test|tests|spec|__tests__)\//;

/** The call that the function is an argument of. */
export function callAround(node: ts.SignatureDeclaration): ts.CallExpression | undefined {
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  return ts.isCallExpression(parent) && parent.arguments.some((each) => each === at) ? parent : undefined;
}

/**
 * The call that a function is written for, and the only one there is: `(() => { … })()`.
 */
export function calledInPlace(node: ts.SignatureDeclaration): ts.CallExpression | undefined {
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return ts.isCallExpression(at.parent) && at.parent.expression === at ? at.parent : undefined;
}

/**
 * True where a callback may return a promise: its declared type says so (`() => void | Promise<void>`, the callbacks of `then`),
 * or a test runner calls it that is known to wait. A type that takes anything at all says nothing.
 */
export function isAwaited(callback: ts.SignatureDeclaration, checker: ts.TypeChecker): boolean {
  const call = callAround(callback);
  if (call === undefined) return false;
  if (isOfTestRunner(call, checker)) return !callback.parameters.some(isDone);
  const expected = checker.getContextualType(callback as ts.FunctionExpression);
  if (expected === undefined) return false;
  const signatures = checker.getNonNullableType(expected).getCallSignatures();
  return signatures.length > 0 && signatures.every((each) => takesPromise(each.getReturnType(), checker));
}

/** A callback to say that the test is over: a runner refuses one that returns a promise as well. */
function isDone({ name }: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(name) && /^(?:done|cb|callback|next)$/.test(name.text);
}

/** `it(…)`, `it.each(…)(…)`, `t.test(…)`. */
function isOfTestRunner(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  let at = bare(call.expression);
  const names: string[] = [];
  for (;;) {
    if (ts.isCallExpression(at)) at = bare(at.expression);
    else if (ts.isTaggedTemplateExpression(at)) at = bare(at.tag);
    else if (ts.isPropertyAccessExpression(at)) {
      names.push(at.name.text);
      at = bare(at.expression);
    } else break;
  }
  if (!ts.isIdentifier(at)) return false;
  names.push(at.text);
  if (!names.some((name) => awaitedByTests.has(name)) || names.includes("describe")) return false;
  const symbol = checker.getSymbolAtLocation(at);
  const target =
    symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declarations = target?.declarations ?? [];
  // Programs that are not checked together with the types of their test runner know no such name.
  if (declarations.length === 0) return testFile.test(at.getSourceFile().fileName);
  return declarations.some((each) => {
    const { fileName } = each.getSourceFile();
    return testRunner.test(fileName) || nodeTest.test(fileName);
  });
}

function takesPromise(type: ts.Type, checker: ts.TypeChecker): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) => (part.flags & ts.TypeFlags.Object) !== 0 && checker.getPropertyOfType(part, "then") !== undefined,
  );
}
