// Destructuring patterns of a loop's head, without the names that one side does not use.
import { ts } from "ts-morph";

/** A plain name is kept, marked with `_` when unused; from a pattern, unused names are taken out where that is no change. */
export function prunedPattern(
  binding: ts.BindingName,
  isUsed: (symbol: ts.Symbol) => boolean,
  checker: ts.TypeChecker,
): string {
  if (ts.isIdentifier(binding)) return isUsedName(binding) ? binding.text : `_${binding.text}`;
  return prune(binding) ?? "_item";

  function isUsedName(name: ts.Identifier): boolean {
    const symbol = checker.getSymbolAtLocation(name);
    return symbol === undefined || isUsed(symbol);
  }

  /** undefined: nothing of it is used. */
  function prune(name: ts.BindingName): string | undefined {
    if (ts.isIdentifier(name)) return isUsedName(name) ? name.text : undefined;
    return ts.isObjectBindingPattern(name) ? pruneObject(name) : pruneArray(name);
  }

  function pruneObject(pattern: ts.ObjectBindingPattern): string | undefined {
    // A rest element holds what the others did not take, and a default value may be read by a later one.
    if (pattern.elements.some(isSpecial)) return pattern.getText();
    const kept = pattern.elements.flatMap((element) => {
      const inner = prune(element.name);
      if (inner === undefined) return [];
      if (element.propertyName === undefined) return [inner];
      return [`${element.propertyName.getText()}: ${inner}`];
    });
    return kept.length === 0 ? undefined : `{ ${kept.join(", ")} }`;
  }

  function pruneArray(pattern: ts.ArrayBindingPattern): string | undefined {
    if (pattern.elements.some((element) => ts.isBindingElement(element) && isSpecial(element)))
      return pattern.getText();
    const kept = pattern.elements.map((element) => (ts.isOmittedExpression(element) ? undefined : prune(element.name)));
    while (kept.length > 0 && kept.at(-1) === undefined) kept.pop();
    return kept.length === 0 ? undefined : `[${kept.map((name) => name ?? "").join(", ")}]`;
  }
}

function isSpecial(element: ts.BindingElement): boolean {
  return element.dotDotDotToken !== undefined || element.initializer !== undefined;
}
