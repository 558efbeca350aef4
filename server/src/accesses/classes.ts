// Which types are classes of the program: their instances lose their prototype when they are copied to another thread.
import { ts } from "ts-morph";
import { isLibraryDeclaration } from "./builtins.js";

/** The class that declares the type, when it is not one of the language's own. */
export function declaredClass(type: ts.Type, program: ts.Program): ts.ClassLikeDeclaration | undefined {
  const declaration = type.symbol?.declarations?.find(ts.isClassLike);
  return declaration !== undefined && !isLibraryDeclaration(declaration, program) ? declaration : undefined;
}
