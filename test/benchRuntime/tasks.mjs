// What the workers of the peers run: one item, as the documentation of a pool shows it, or a share of all, as an expert writes it.
import { workloads } from "./workloads.mjs";

/** @param {{ name: string, item: unknown, env: unknown, index: number }} task */
export function one({ name, item, env, index }) {
  return workloads[name].kernel(item, env, index);
}

/**
 * Draws chunks from a shared counter; numbers go into shared memory, objects are sent.
 * @param {{ name: string, env: any, count: number, chunk: number, counter: Int32Array, out?: Float64Array, width: number,
 *   items?: unknown[], first: number }} task
 */
export function share({ name, env, count, chunk, counter, out, width, items, first }) {
  const { kernel, kind } = workloads[name];
  if (kind === "objects") return items.map((item, index) => kernel(item, env, first + index));
  for (;;) {
    const begin = Atomics.add(counter, 0, 1) * chunk;
    if (count <= begin) return undefined;
    const end = Math.min(count, begin + chunk);
    if (kind === "writes") for (let index = begin; index < end; index++) kernel(index, env, index);
    else if (kind === "rows") {
      for (let index = begin; index < end; index++) {
        const row = kernel(index, env, index);
        for (let at = 0; at < width; at++) out[index * width + at] = row[at];
      }
    } else for (let index = begin; index < end; index++) out[index] = kernel(index, env, index);
  }
}
