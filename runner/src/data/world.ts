// Values of another world: where a test runner gives each file an `Array` and an `Object` of its own (jest, vitest with vmThreads),
// what Node deserializes is made of the process's.

/**
 * Makes values that have just been deserialized those of the world that this module runs in. They have no other owner, so that
 * their prototypes may be replaced; nothing else of a plain object or a built-in depends on the world. Costs a comparison where
 * there is one world only; else linear in the size of the values.
 */
export function intoOwnWorld(values: readonly unknown[]): void {
  if (Object.getPrototypeOf(values) === Array.prototype) return;
  const seen = new Set<object>();
  const waiting: unknown[] = [values];
  for (let value = waiting.pop(); value !== undefined || waiting.length > 0; value = waiting.pop()) {
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    adopt(value);
    if (value instanceof Map) {
      for (const [key, element] of value) waiting.push(key, element);
    } else if (value instanceof Set) {
      for (const element of value) waiting.push(element);
    } else if (!ArrayBuffer.isView(value)) for (const key of Object.keys(value)) waiting.push((value as never)[key]);
  }
}

function adopt(value: object): void {
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: { readonly name: string } } | null;
  if (prototype === null) return;
  const own = (globalThis as Record<string, unknown>)[prototype.constructor?.name ?? ""];
  if (typeof own === "function" && own.prototype !== prototype) Object.setPrototypeOf(value, own.prototype as object);
}
