// Objects that the declared types tell apart, also where they are reached over properties.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const waves = (type: string) => `
interface Wave { re: ${type}; name: string; }
function f(waves: Wave[]): void {
  for (const { re, name } of waves) re[0] = Math.sqrt(re[1]! + Number(name.slice(1)));
}`;

describe("an array of objects", () => {
  test("is no typed array that lies in one of them", () => {
    checkParallel(waves("Float64Array"), { pattern: "commit" });
    checkParallel(
      waves("Map<number, number>")
        .replace("re[0] =", "re.set(0,")
        .replace("re[1]! +", "re.get(1)! +")
        .replace("slice(1)));", "slice(1))));"),
      { pattern: "commit" },
    );
  });

  test("but may be an array that does", () => {
    checkSerial(waves("any[]"), ["changing-bound"]);
  });
});

describe("an instance of a class of the program", () => {
  const bitmap = (head: string, use: string) => `
class Base {}
class Foreign extends Array<number> {}
class Bitmap ${head} {
  private readonly own = 1;
  constructor(readonly height: number, readonly data: Uint8Array) { super(); }
  flip(): void { for$0 (let y = 0; y < this.height; y++) { ${use} } }
}`;
  const moved = "this.data.copyWithin(y * 3, 0, 3); this.data[y] = Math.sqrt(y);";

  test("is none of the arrays that lie in its fields", () => {
    checkSerial(bitmap("extends Base", moved), ["carried-dependence"]);
  });

  test("but may be where its class extends one of the language", () => {
    checkSerial(bitmap("extends Foreign", moved), ["carried-dependence", "changing-length"]);
  });
});
