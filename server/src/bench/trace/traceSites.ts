// The places of the source that a trace speaks of, numbered.
import { ts } from "ts-morph";

export interface TraceSite {
  /** Absolute path in the user's tree. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The expression as its author wrote it, cut where it is long. */
  readonly text: string;
  /** Of an access to a place in an object, the words for the object. */
  readonly base: string | undefined;
}

export interface TraceSites {
  add(node: ts.Node): number;
  node(number: number): ts.Node | undefined;
  /** Undefined for 0, which is no place. */
  of(number: number): TraceSite | undefined;
}

const SHOWN = 60;

/** @param original the user's path of a file that is instrumented */
export function createSites(original: (file: string) => string = (file) => file): TraceSites {
  const nodes: ts.Node[] = [];
  return {
    add: (node) => nodes.push(node),
    node: (number) => nodes[number - 1],
    of(number) {
      const node = nodes[number - 1];
      if (node === undefined) return undefined;
      const source = node.getSourceFile();
      const start = node.getStart(source);
      const { line, character } = source.getLineAndCharacterOfPosition(start);
      const words = source.text.slice(start, node.end).replace(/\s+/g, " ");
      return {
        file: original(source.fileName),
        start,
        end: node.end,
        line: line + 1,
        column: character + 1,
        text: words.length <= SHOWN ? words : `${words.slice(0, SHOWN)}…`,
        base: ownerOf(node)?.getText(source),
      };
    },
  };
}

function ownerOf(node: ts.Node): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return node.expression;
  if (ts.isCallExpression(node)) return ownerOf(node.expression);
  if (ts.isBinaryExpression(node)) return ownerOf(node.left);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return ownerOf(node.operand);
  return undefined;
}
