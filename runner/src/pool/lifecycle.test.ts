import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { close, configure, parallelMap, range, warmUp } from "../index.js";
import { state } from "../state.js";
import { whereabouts } from "../testing/sample.kernels.js";
import { isWarm, type Pool } from "./pool.js";
import { CHILD, CHILD_READY } from "./protocol.js";

afterEach(async () => {
  await close();
  configure({ backend: "threads" });
});

/** The processes that listen. */
function children(): number[] {
  const { links } = state.pool as Pool;
  return links.filter(({ bell }) => Atomics.load(bell, CHILD_READY) === 1).map(({ bell }) => Atomics.load(bell, CHILD));
}

test("warmUp starts threads, and no processes that nobody has asked for", async () => {
  configure({ workers: 2, backend: "threads" });
  await warmUp();
  assert.equal(isWarm(), true);
  assert.deepEqual(children(), []);
});

test("warmUp starts the processes in which kernels will run", async () => {
  configure({ workers: 2, gate: "always", backend: "processes" });
  await warmUp();
  const processes = children();
  assert.equal(processes.length, 2);
  assert.equal(isWarm("processes"), true);
  const ran = (await parallelMap(range(40), whereabouts, {})).map(({ pid }) => pid);
  assert.ok(ran.every((pid) => processes.includes(pid)));
});

test("warmUp starts processes for threads that are there already", async () => {
  configure({ workers: 2, backend: "threads" });
  await warmUp();
  configure({ backend: "processes" });
  await warmUp();
  assert.equal(children().length, 2);
});
