// The type checker of a program with a memory. The compiler works out the type of a name anew each time it is asked (the
// flow of control before it decides), and an analysis asks about the same nodes again and again. In JavaScript a variable that
// is given something of no type is of no type, whatever it began as, and so are fields and elements; of what began as nothing,
// nothing is known.
import { ts } from "ts-morph";
import { holding, holdsNothing, isJavaScript, placeOf } from "./gifts.js";
import { givenIn } from "./givenAnything.js";
import { placesIn } from "./givenPlaces.js";
import { perProgram } from "./perProgram.js";

/** The checker of the program; answers about nodes and symbols are computed once. They hold as long as the program. */
export const checkerOf: (program: ts.Program) => ts.TypeChecker = perProgram((program) => {
  const checker = program.getTypeChecker();
  const remembering: ts.TypeChecker = Object.create(checker);
  remembering.getTypeAtLocation = once((node: ts.Node) => {
    if (!isJavaScript(node)) return checker.getTypeAtLocation(node);
    if (!ts.isIdentifier(node)) {
      const place = placeOf(node);
      const isGiven = place !== undefined && placesIn(program).isAnything(place);
      return isGiven ? checker.getAnyType() : holding(node, checker.getTypeAtLocation(node), checker);
    }
    const symbol = remembering.getSymbolAtLocation(node);
    const file = fileOf(symbol);
    const isAnything = file !== undefined && givenIn(program)(file).isAnything(node, symbol!);
    return isAnything ? checker.getAnyType() : holding(node, checker.getTypeAtLocation(node), checker);
  });
  remembering.getSymbolAtLocation = once((node: ts.Node) => checker.getSymbolAtLocation(node));
  remembering.getAliasedSymbol = once((symbol: ts.Symbol) => checker.getAliasedSymbol(symbol));
  remembering.getTypeOfSymbol = once((symbol: ts.Symbol) => {
    const file = fileOf(symbol);
    const isAnything =
      file !== undefined && (givenIn(program)(file).isAssigned(symbol) || placesIn(program).isField(symbol));
    if (isAnything) return checker.getAnyType();
    const type = checker.getTypeOfSymbol(symbol);
    return file !== undefined && holdsNothing(type) ? checker.getAnyType() : type;
  });
  const shorthand = once((node: ts.Node) => checker.getShorthandAssignmentValueSymbol(node));
  remembering.getShorthandAssignmentValueSymbol = (node) => (node === undefined ? undefined : shorthand(node));
  return remembering;
});

/** The JavaScript that declares it. */
function fileOf(symbol: ts.Symbol | undefined): ts.SourceFile | undefined {
  const declaration = symbol?.valueDeclaration;
  return declaration !== undefined && isJavaScript(declaration) ? declaration.getSourceFile() : undefined;
}

/** An error (the compiler can run out of stack) is not remembered. */
function once<K extends object, V>(answer: (key: K) => V): (key: K) => V {
  const answers = new Map<K, V>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined || answers.has(key)) return known as V;
    const value = answer(key);
    answers.set(key, value);
    return value;
  };
}
