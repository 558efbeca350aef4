// The body of a loop as a tree of units: statements that are dealt out whole, and compound ones that kernel and commit can share.
import { ts } from "ts-morph";
import type { Access, Facts } from "../accesses/access.js";
import { collectFacts } from "../accesses/collect.js";
import type { Region } from "../accesses/region.js";
import { iterationSpace } from "../loops/iterationSpace.js";

export interface Unit {
  readonly statement: ts.Statement;
  /** `leaf`: dealt out whole. The others have a head (a condition, a loop's head) and children. */
  readonly kind: "leaf" | "block" | "if" | "loop";
  /** Facts of the head for a compound unit, of everything for a leaf. */
  readonly facts: Facts;
  readonly children: readonly Unit[];
  readonly parent: Unit | undefined;
  /** Position in the order of the text. */
  readonly order: number;
  /** A `continue` of the analysed loop lies in this leaf. */
  readonly skips: boolean;
  /** A `break` or `continue` of this very (inner) loop lies in it. */
  readonly jumps: boolean;
}

export interface UnitTree {
  readonly roots: readonly Unit[];
  /** All units, outer before inner, in source order. */
  readonly all: readonly Unit[];
}

/** Cuts the body of a loop into units. A body that is no block is one unit. */
export function buildUnits(body: ts.Node, region: Region): UnitTree {
  const all: Unit[] = [];
  const statements = ts.isBlock(body) ? [...body.statements] : ts.isStatement(body) ? [body] : [];
  const roots = statements.map((statement) => build(statement, undefined, []));
  return { roots, all };

  function build(statement: ts.Statement, parent: Unit | undefined, loops: readonly ts.Statement[]): Unit {
    const order = all.length;
    const base = { statement, parent, order };
    if (ts.isBlock(statement)) {
      return compound({ ...base, kind: "block", skips: false, jumps: false }, [], statement.statements, loops);
    }
    if (ts.isIfStatement(statement)) {
      const branches =
        statement.elseStatement === undefined
          ? [statement.thenStatement]
          : [statement.thenStatement, statement.elseStatement];
      return compound({ ...base, kind: "if", skips: false, jumps: false }, [statement.expression], branches, loops);
    }
    if (isDivisibleLoop(statement, region)) {
      const heads = ts.isForStatement(statement)
        ? [statement.initializer, statement.condition, statement.incrementor].filter((node) => node !== undefined)
        : [statement.initializer, statement.expression];
      const jumps = findJumps(statement.statement, statement).own;
      return compound(
        { ...base, kind: "loop", skips: false, jumps },
        heads,
        [statement.statement],
        [...loops, statement],
      );
    }
    const { outer } = findJumps(statement, undefined);
    const unit: Unit = {
      ...base,
      kind: "leaf",
      facts: collectFacts(statement, region),
      children: [],
      skips: outer && loops.length === 0,
      jumps: false,
    };
    all.push(unit);
    return unit;
  }

  function compound(
    unit: Omit<Unit, "facts" | "children">,
    heads: readonly ts.Node[],
    statements: readonly ts.Statement[],
    loops: readonly ts.Statement[],
  ): Unit {
    const children: Unit[] = [];
    const made: Unit = { ...unit, facts: headFacts(unit.statement, heads, region), children };
    all.push(made);
    for (const statement of statements) children.push(build(statement, made, loops));
    return made;
  }
}

function isDivisibleLoop(statement: ts.Statement, region: Region): statement is ts.ForStatement | ts.ForOfStatement {
  if (!ts.isForStatement(statement) && !ts.isForOfStatement(statement)) return false;
  return iterationSpace(statement, region.context.checker).form !== "unknown";
}

function headFacts(statement: ts.Statement, heads: readonly ts.Node[], region: Region): Facts {
  if (ts.isForOfStatement(statement)) {
    // The head as a whole: the iterable is read, the loop variable is written.
    const facts = collectFacts(statement.expression, region);
    const item = collectForOfHead(statement, region);
    return { ...facts, accesses: [...facts.accesses, ...item] };
  }
  const parts = heads.map((head) => collectFacts(head, region));
  return {
    accesses: parts.flatMap((part) => part.accesses),
    effects: parts.flatMap((part) => part.effects),
    mentions: parts.flatMap((part) => part.mentions),
    usesThis: parts.find((part) => part.usesThis !== undefined)?.usesThis,
  };
}

function collectForOfHead(statement: ts.ForOfStatement, region: Region): readonly Access[] {
  const reads: Access[] = region.origins(statement.expression).map((base) => ({
    mode: "read",
    target: { kind: "place", base, step: { kind: "element", index: undefined } },
    node: statement.expression,
    viaCall: false,
  }));
  return [...reads, ...collectFacts(statement.initializer, region).accesses];
}

/**
 * Jumps below a node: `own` leave or go on with `loop`; `outer` is a `continue` of the loop around; `leaves` are the nodes that
 * leave the loop around altogether (`break`, `return`, jumps with a label).
 */
export function findJumps(
  root: ts.Node,
  loop: ts.Statement | undefined,
): { own: boolean; outer: boolean; leaves: readonly ts.Node[] } {
  let own = false;
  let outer = false;
  const leaves: ts.Node[] = [];
  const visit = (node: ts.Node, inLoop: boolean, inSwitch: boolean): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node)) leaves.push(node);
    else if (ts.isBreakOrContinueStatement(node)) {
      if (node.label !== undefined) {
        if (!isWithinLabel(node, root)) leaves.push(node);
      } else if (!inLoop) {
        if (ts.isContinueStatement(node)) {
          if (loop !== undefined) own = true;
          else outer = true;
        } else if (!inSwitch) {
          if (loop !== undefined) own = true;
          else leaves.push(node);
        }
      }
    }
    const nested = ts.isIterationStatement(node, false);
    ts.forEachChild(node, (child) =>
      visit(child, inLoop || nested, (inSwitch && !nested) || ts.isSwitchStatement(node)),
    );
  };
  visit(root, false, false);
  return { own, outer, leaves };
}

function isWithinLabel(jump: ts.BreakOrContinueStatement, root: ts.Node): boolean {
  for (let at: ts.Node | undefined = jump; at !== undefined && at !== root.parent; at = at.parent) {
    if (ts.isLabeledStatement(at) && at.label.text === jump.label?.text) return true;
  }
  return false;
}
