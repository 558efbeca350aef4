import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { philox } from "./philox.js";

/** Known answers of the authors' library Random123, file `kat_vectors`, lines `philox4x32 10`: counter, key, result. */
const knownAnswers = [
  "00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
  "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd",
  "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1",
];

test("gives the published known answers", () => {
  for (const line of knownAnswers) {
    const words = line.split(" ").map((word) => Number.parseInt(word, 16)) as [number, number, number, number];
    const out = new Uint32Array(4);
    philox(words, [words.at(4)!, words.at(5)!], out);
    assert.deepEqual([...out], words.slice(6));
  }
});

/** The definition of the paper with integers of any size: slow, and plain to see. */
function reference(counter: readonly number[], key: readonly number[]): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  const word = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const [first, second] = [0xd2511f53n * c0, 0xcd9e8d57n * c2];
    [c0, c1, c2, c3] = [(second >> 32n) ^ c1 ^ k0, second & word, (first >> 32n) ^ c3 ^ k1, first & word];
    k0 = (k0 + 0x9e3779b9n) & word;
    k1 = (k1 + 0xbb67ae85n) & word;
  }
  return [c0, c1, c2, c3].map(Number);
}

test("agrees with the definition for any counter and key", () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
      const out = new Uint32Array(4);
      philox(counter, key, out);
      assert.deepEqual([...out], reference(counter, key));
    }),
  );
});

test("another counter, or another key, gives other words", () => {
  const blocks = new Set<string>();
  for (let at = 0; at < 1000; at++) {
    const out = new Uint32Array(4);
    philox([at, 0, 0, 0], [0, 0], out);
    blocks.add(out.join());
    philox([0, 0, 0, 0], [0, at + 1], out);
    blocks.add(out.join());
  }
  assert.equal(blocks.size, 2000);
});
