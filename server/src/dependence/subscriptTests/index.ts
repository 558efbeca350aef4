// The subscript tests in the order in which they are asked: cheap and exact ones first.
import { banerjee } from "./banerjee.js";
import { gcd } from "./gcd.js";
import { rdiv } from "./rdiv.js";
import { stride } from "./stride.js";
import { strongSiv } from "./strongSiv.js";
import type { SubscriptTest } from "./subscriptTest.js";
import { weakCrossingSiv } from "./weakCrossingSiv.js";
import { weakZeroSiv } from "./weakZeroSiv.js";
import { ziv } from "./ziv.js";

export const subscriptTests: readonly SubscriptTest[] = [
  ziv,
  strongSiv,
  weakZeroSiv,
  weakCrossingSiv,
  gcd,
  rdiv,
  stride,
  banerjee,
];
