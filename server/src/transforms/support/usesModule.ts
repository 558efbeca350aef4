// What code says of the module, the process or the thread that it runs in.
import { ts } from "ts-morph";

/** The code, without the functions in it, asks for the module, the process or the thread: it may be something else in a worker. */
export function usesModule(root: ts.Node): boolean {
  if (ts.isFunctionLike(root)) return false;
  if (ts.isMetaProperty(root) || ts.isAwaitExpression(root) || root.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isIdentifier(root) && /^(?:process|__filename|__dirname|globalThis|module|exports)$/.test(root.text))
    return true;
  return ts.forEachChild(root, (child) => (usesModule(child) ? true : undefined)) ?? false;
}
