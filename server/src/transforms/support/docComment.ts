// The comment above a kernel of a JavaScript file whose author writes types in comments, or has the compiler check the file.
import type { ts } from "ts-morph";
import type { Split } from "../../legality/verdict.js";
import type { TransformContext } from "../transform.js";
import { importNeed } from "./importText.js";
import type { Target } from "./target.js";
import type { Habits } from "./text.js";
import type { ThisFields } from "./thisFields.js";
import { isChosen, newTypeNames, type TypeNames, typeText, withoutBuffers } from "./types.js";

/** A parameter, or a part of `env`: with a type that is written, or found at a node, otherwise a `number`. */
export interface Documented {
  readonly name: string;
  readonly text?: string;
  readonly found?: { readonly type: ts.Type; readonly node: ts.Node };
}

export interface KernelParameters {
  readonly item: Documented | undefined;
  readonly split: Pick<Split, "liveIns">;
  readonly own: Pick<ThisFields, "fields">;
  readonly index: Documented | string | undefined;
}

interface Place {
  readonly context: TransformContext;
  readonly target: Target;
  readonly habits: Habits;
}

/**
 * The comment, ended by a line break; empty where the file tells no types, or nothing is known of any.
 * O(length of the file).
 */
export function kernelComment({ item, split, own, index }: KernelParameters, place: Place): string {
  const { context, habits } = place;
  const kind = typesToldIn(context);
  if (kind === "none") return "";
  const { checker } = context;
  const used = newTypeNames();
  const shown = (each: Documented) => shownType(each, place, used);
  const at = (node: ts.Node) => ({ type: checker.getTypeAtLocation(node), node });
  const env = [
    ...split.liveIns.map(({ name, node }) => ({ name, type: shown({ name, found: at(node) }) })),
    ...own.fields.map(({ name, node }) => ({ name, type: shown({ name, found: at(node) }) })),
  ];
  const indexed = typeof index === "string" ? { name: index } : index;
  const first = item === undefined ? [] : [{ name: item.name, type: shown(item) }];
  const last = indexed === undefined ? [] : [{ name: indexed.name, type: shown(indexed) }];
  if (kind === "told" && [...first, ...env, ...last].every(({ type }) => type === "any")) return "";
  const tag = ({ name, type }: { readonly name: string; readonly type: string }) => `@param {${type}} ${name}`;
  const whole = `@param {{ ${env.map(({ name, type }) => `${name}: ${type}`).join(", ")} }} env`;
  const members = env.map(({ name, type }) => tag({ name: `env.${name}`, type }));
  const isShort = whole.length + " * ".length <= habits.width;
  const lines = [
    ...[...used.parameters.values()].map(templateTag),
    ...first.map(tag),
    ...(env.length === 0 ? [] : isShort ? [whole] : ["@param {Object} env", ...members]),
    ...last.map(tag),
  ];
  if (lines.length === 0) return "";
  return ["/**", ...lines.map((line) => ` * ${line}`), " */", ""].join(habits.newline);
}

/** `checked`: a parameter without a type may be an error; `told`: the author writes types, as they please. */
function typesToldIn({ sourceFile, program }: TransformContext): "checked" | "told" | "none" {
  if (!/\.[cm]?jsx?$/.test(sourceFile.fileName)) return "none";
  const { text } = sourceFile;
  const directive = /^\s*\/\/\s*@ts-(no)?check\b/m.exec(text);
  const isChecked = directive === null ? program.getCompilerOptions().checkJs === true : directive[1] === undefined;
  if (isChecked) return "checked";
  return /^\s*\/?\*+\s*@(?:param|type|typedef|returns?)\s*\{/m.test(text) ? "told" : "none";
}

function templateTag({ name, constraint }: ts.TypeParameterDeclaration): string {
  return `@template ${constraint === undefined ? "" : `{${constraint.getText()}} `}${name.text}`;
}

/** The type, with imports in place of the names that mean nothing in the kernel module. */
function shownType({ text, found }: Documented, place: Place, all: TypeNames): string {
  if (text !== undefined || found === undefined) return text ?? "number";
  const used = newTypeNames(true);
  const { type, node } = found;
  const shown = withoutBuffers(typeText(type, node, place.context, used, isChosen(type) ? "keep" : "widen"));
  if (used.problem !== undefined || shown === "unknown") return "any";
  for (const [name, parameter] of used.parameters) all.parameters.set(name, parameter);
  const modules = importsOf(used, place);
  return shown.replace(/(?<![\w$.'"`])[A-Za-z_$][\w$]*(?![\w$'"`]|\??:)/g, (name) => modules.get(name) ?? name);
}

/** `import("./shapes.js").Point` by the name that the author's file has for it. */
function importsOf({ names, imports }: TypeNames, { target, habits: { quote } }: Place): ReadonlyMap<string, string> {
  const from = (specifier: string, ...exported: readonly string[]) =>
    [`import(${quote}${specifier}${quote})`, ...exported].join(".");
  const modules = new Map([...(imports ?? [])].map(([name, module]) => [name, from(module, name)]));
  for (const [name, symbol] of names) {
    const [declaration] = symbol.declarations ?? [];
    const need = declaration && importNeed(declaration);
    if (need === undefined) modules.set(name, from(target.ownSpecifier, name));
    else if (need.kind === "namespace") modules.set(name, from(need.specifier));
    else modules.set(name, from(need.specifier, need.kind === "default" ? "default" : need.imported));
  }
  return modules;
}
