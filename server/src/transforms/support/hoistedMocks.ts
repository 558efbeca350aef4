// Test runners move `jest.mock(…)` above all imports: what its factory names must not be imported.
import { ts } from "ts-morph";
import type { Loop } from "../../loops/loop.js";

/** Why a loop must stay as it is: it belongs to a call that runs before the imports that a rewrite needs. O(depth). */
export function problemOfHoistedMock({ node }: Loop): string | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (!ts.isCallExpression(at) || !ts.isPropertyAccessExpression(at.expression)) continue;
    const { expression: runner, name } = at.expression;
    const isHoisted =
      ts.isIdentifier(runner) && /^(?:jest|vi|vitest)$/.test(runner.text) && /^(?:un)?mock$|^hoisted$/.test(name.text);
    if (isHoisted)
      return `\`${runner.text}.${name.text}\` is run before the file's imports, of which the kernel would be one`;
  }
  return undefined;
}
