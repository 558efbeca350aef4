import assert from "node:assert/strict";
import test from "node:test";
import { availableCores, quota } from "./cores.js";

function quotaOf(files: Readonly<Record<string, string>>): number {
  return quota((file) => files[file]);
}

test("a machine without control groups has no limit", () => {
  assert.equal(quotaOf({}), Number.POSITIVE_INFINITY);
  assert.ok(availableCores() >= 1);
});

test("the limit of version 2 is time by period, of the own group or one around it", () => {
  const group = { "/proc/self/cgroup": "0::/a/b\n" };
  assert.equal(quotaOf({ ...group, "/sys/fs/cgroup/a/b/cpu.max": "150000 100000\n" }), 1.5);
  const outer = { "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n", "/sys/fs/cgroup/a/cpu.max": "400000 100000\n" };
  assert.equal(quotaOf({ ...group, ...outer }), 4);
  assert.equal(quotaOf({ ...group, "/sys/fs/cgroup/c/cpu.max": "50000 100000" }), Number.POSITIVE_INFINITY);
});

test("inside of a container the limit stands at the root", () => {
  assert.equal(quotaOf({ "/proc/self/cgroup": "0::/../x\n", "/sys/fs/cgroup/cpu.max": "200000 100000\n" }), 2);
});

test("the limit of version 1 is in two files; -1 is none", () => {
  const group = { "/proc/self/cgroup": "12:memory:/m\n4:cpu,cpuacct:/docker/1\n" };
  const at = "/sys/fs/cgroup/cpu,cpuacct/docker/1";
  const period = { [`${at}/cpu.cfs_period_us`]: "100000\n" };
  assert.equal(quotaOf({ ...group, ...period, [`${at}/cpu.cfs_quota_us`]: "300000\n" }), 3);
  assert.equal(quotaOf({ ...group, ...period, [`${at}/cpu.cfs_quota_us`]: "-1\n" }), Number.POSITIVE_INFINITY);
});
