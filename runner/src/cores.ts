// How many threads can compute at once: what the machine has, or less where the process or its container is limited.
import fs from "node:fs";
import { availableParallelism } from "node:os";

/** The processors that this process may use at once, at least 1; a container's share of time counts, too. */
export function availableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(quota(readText))));
}

/**
 * Processors' worth of time that the control group of this process may use; infinite where there is no limit.
 * @param read the text of a file; undefined where there is none
 */
export function quota(read: (file: string) => string | undefined): number {
  const groups = read("/proc/self/cgroup") ?? "";
  const own = /^0::(\/.*)$/m.exec(groups)?.[1] ?? "/";
  const scheduler = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(\/.*)$/m.exec(groups)?.[1] ?? "/";
  const limits = [Number.POSITIVE_INFINITY];
  // A limit of any group around this one holds. Inside a container the group that is its own may be shown as the root.
  for (const group of ancestors(own)) {
    const [time, period] = (read(`/sys/fs/cgroup${group}/cpu.max`) ?? "").trim().split(" ");
    limits.push(share(time, period));
  }
  for (const group of ancestors(scheduler)) {
    for (const folder of ["cpu", "cpu,cpuacct"]) {
      const time = read(`/sys/fs/cgroup/${folder}${group}/cpu.cfs_quota_us`);
      limits.push(share(time, read(`/sys/fs/cgroup/${folder}${group}/cpu.cfs_period_us`)));
    }
  }
  return Math.min(...limits);
}

function share(time: string | undefined, period: string | undefined): number {
  const [used, of] = [Number(time), Number(period)];
  return time !== undefined && used > 0 && of > 0 ? used / of : Number.POSITIVE_INFINITY;
}

/** `/a/b`, `/a` and the root, which is written as nothing. */
function ancestors(group: string): string[] {
  const parts = group.split("/").filter((part) => part !== "" && part !== "..");
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join("/")}`).concat("");
}

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
