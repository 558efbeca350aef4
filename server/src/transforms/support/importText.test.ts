import assert from "node:assert/strict";
import { test } from "node:test";
import { named, printImport, printRequire } from "./importText.js";

const habits = {
  quote: "'",
  semicolon: ";",
  indent: "  ",
  newline: "\n",
  braces: " ",
  space: "",
  comma: { list: ",", call: "," },
  width: 40,
} as const;
const two = [named("./a.kernels.js", "firstStep"), named("./a.kernels.js", "secondStep")];

test("an import that is longer than the lines of the file has a line for each name", () => {
  const text = "import {\n  firstStep,\n  secondStep,\n} from './a.kernels.js';";
  assert.equal(printImport(two, habits), text);
  assert.equal(printRequire(two, habits), "const {\n  firstStep,\n  secondStep,\n} = require('./a.kernels.js');");
});

test("one of a single name, or that fits, stays on its line", () => {
  assert.equal(printImport(two.slice(0, 1), habits), "import { firstStep } from './a.kernels.js';");
  const wide = { ...habits, width: 120 };
  assert.equal(printImport(two, wide), "import { firstStep, secondStep } from './a.kernels.js';");
  assert.equal(printRequire(two, wide), "const { firstStep, secondStep } = require('./a.kernels.js');");
});

test("the last line ends as the file's lists do", () => {
  const bare = { ...habits, comma: { list: "", call: "" } } as const;
  assert.equal(printImport(two, bare), "import {\n  firstStep,\n  secondStep\n} from './a.kernels.js';");
});
