// The methods of ECMAScript's own interfaces, read from the declaration files that come with the compiler.
import { getLibFiles } from "@ts-morph/common";
import { ts } from "ts-morph";

export interface LibraryMember {
  /** Interface or namespace that declares it; undefined: a function of the global scope. */
  readonly owner: string | undefined;
  readonly name: string;
}

/** Every method with a name of the interfaces in `lib.es*.d.ts`, and every global function, once. */
export function libraryMembers(): readonly LibraryMember[] {
  const found = new Map<string, LibraryMember>();
  const add = (owner: string | undefined, name: ts.PropertyName | undefined) => {
    if (name !== undefined && ts.isIdentifier(name)) found.set(`${owner}.${name.text}`, { owner, name: name.text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node)) {
      for (const member of node.members) {
        const isMethod =
          ts.isMethodSignature(member) ||
          (ts.isPropertySignature(member) && member.type !== undefined && ts.isFunctionTypeNode(member.type));
        if (isMethod) add(node.name.text, member.name);
      }
    } else if (ts.isFunctionDeclaration(node)) {
      const holder = ts.isModuleBlock(node.parent) ? node.parent.parent.name.text : undefined;
      add(holder, node.name);
    } else if (ts.isModuleDeclaration(node) || ts.isModuleBlock(node) || ts.isSourceFile(node))
      ts.forEachChild(node, visit);
  };
  for (const { fileName, text } of getLibFiles())
    if (/^lib\.es/.test(fileName)) visit(ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true));
  return [...found.values()];
}
