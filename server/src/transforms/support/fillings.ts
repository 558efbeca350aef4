// The statements that fill a table of the loop's own file while it is loaded: they go to the kernel module with the table.
import { ts } from "ts-morph";
import { type Access, isObstacle } from "../../accesses/access.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { filledBy, startsOtherwise } from "../../legality/moduleValues.js";
import { evaluatedIn, factsOf, rootOf } from "../../legality/startValues.js";
import { identifiersNamed, preorder } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";
import { usesModule } from "./usesModule.js";

/**
 * What has to move with the constants that the statement declares, in source order. A problem: the value that one of them has when
 * the file is loaded would be another one, or come at another time, in a module of its own. O(statements of the file).
 */
export function fillingsOf(
  statement: ts.VariableStatement,
  { checker, program, sourceFile }: TransformContext,
): readonly ts.Statement[] | { readonly problem: string } {
  const analysis = createAnalysisContext(program);
  const fillings = new Set<ts.Statement>();
  for (const { name } of statement.declarationList.declarations) {
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    if (symbol === undefined) continue;
    const what = `\`${symbol.name}\` is computed when the file is loaded, `;
    const help = "move it to a module of its own and import it";
    if (startsOtherwise(symbol, analysis, sourceFile))
      return { problem: `${what}from what has changed by then; ${help}` };
    const own = filledBy(symbol, analysis);
    const kept = own.find((each) => !goesAlong(each));
    if (kept !== undefined) return { problem: `${what}by \`${shortened(kept)}\`, which does more than that; ${help}` };
    const last = Math.max(...own.map(({ pos }) => pos));
    const early = sourceFile.statements.find(
      (each) => statement.end <= each.pos && each.pos < last && !own.includes(each) && sees(each, symbol),
    );
    if (early !== undefined)
      return { problem: `${what}and \`${shortened(early)}\` sees it before it is done; ${help}` };
    for (const each of own) fillings.add(each);
  }
  return [...fillings].sort((a, b) => a.pos - b.pos);

  /** It does nothing but to fill tables. */
  function goesAlong(filling: ts.Statement): boolean {
    if (usesModule(filling) || sharesVariables(filling)) return false;
    const facts = factsOf(filling, analysis);
    if (facts === undefined || facts.effects.length > 0) return false;
    return facts.accesses.every((access) => staysWithin(access, filling) || isFilled(access, filling));
  }

  function isFilled({ target }: Access, filling: ts.Statement): boolean {
    if (target.kind === "variable" || target.base.root.kind !== "variable") return false;
    return filledBy(target.base.root.symbol, analysis).includes(filling);
  }

  /** A variable that `var` makes one of the whole file. */
  function sharesVariables(filling: ts.Statement): boolean {
    return [...preorder(filling)].some((node) => {
      if (!ts.isVariableDeclaration(node) || (node.parent.flags & ts.NodeFlags.BlockScoped) !== 0) return false;
      if (!ts.isIdentifier(node.name)) return true;
      const symbol = checker.getSymbolAtLocation(node.name);
      const mentions = identifiersNamed(node.name.text, sourceFile);
      return mentions.some((each) => !contains(filling, each) && checker.getSymbolAtLocation(each) === symbol);
    });
  }

  /** The statement may read or change what the variable holds when the file is loaded. */
  function sees(other: ts.Statement, symbol: ts.Symbol): boolean {
    return evaluatedIn(other).some((part) => {
      const facts = factsOf(part, analysis);
      if (facts === undefined || facts.effects.some(isObstacle)) return true;
      return facts.accesses.some((access) => rootOf(access) === symbol);
    });
  }
}

/** The access changes nothing but variables that the code declares itself, and objects that it makes. */
export function staysWithin({ mode, target }: Access, node: ts.Node): boolean {
  if (mode === "read") return true;
  if (target.kind === "variable") return isWithin(target.symbol, node);
  return target.base.root.kind === "fresh";
}

function isWithin({ declarations }: ts.Symbol, node: ts.Node): boolean {
  return declarations?.every((each) => contains(node, each)) === true;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;
}

/** The beginning of the code, on one line. */
export function shortened(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 50 ? `${text.slice(0, 47)}…` : text;
}
