// Which versions of Node a project asks for, in the forms of `.nvmrc` and `engines`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compareVersions, isNewEnough, satisfies } from "./nodeVersion.js";

const among = (wish: string, ...versions: readonly string[]) => versions.filter((each) => satisfies(each, wish));
const all = ["v18.20.1", "v20.0.0", "v20.11.1", "v22.3.0"] as const;

test("a version, and a part of one", () => {
  assert.deepEqual(among("20", ...all), ["v20.0.0", "v20.11.1"]);
  assert.deepEqual(among("v20.11", ...all), ["v20.11.1"]);
  assert.deepEqual(among("20.11.1", ...all), ["v20.11.1"]);
  assert.deepEqual(among("20.x", ...all), ["v20.0.0", "v20.11.1"]);
});

test("ranges", () => {
  assert.deepEqual(among(">=20", ...all), ["v20.0.0", "v20.11.1", "v22.3.0"]);
  assert.deepEqual(among(">20", ...all), ["v22.3.0"]);
  assert.deepEqual(among(">=18 <20.11", ...all), ["v18.20.1", "v20.0.0"]);
  assert.deepEqual(among("<= 20", ...all), ["v18.20.1", "v20.0.0", "v20.11.1"]);
  assert.deepEqual(among("^20.1.0", ...all), ["v20.11.1"]);
  assert.deepEqual(among("~20.0.0", ...all), ["v20.0.0"]);
  assert.deepEqual(among("18 || ^22", ...all), ["v18.20.1", "v22.3.0"]);
  assert.deepEqual(among("18 - 20", ...all), ["v18.20.1", "v20.0.0", "v20.11.1"]);
  assert.deepEqual(among("*", ...all), [...all]);
});

test("what is in no such form is not guessed at", () => {
  assert.equal(satisfies("v20.0.0", "iron"), undefined);
  assert.equal(satisfies("v20.0.0", "18 || current"), undefined);
  assert.equal(satisfies("nightly", "20"), undefined);
});

test("order, and what the runtime runs on", () => {
  assert.ok(compareVersions("v20.11.1", "v20.2.0") > 0);
  assert.deepEqual([isNewEnough("v20.0.0"), isNewEnough("v18.20.1"), isNewEnough("?")], [true, false, false]);
});
