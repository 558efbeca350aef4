// Copies as a worker would have them. Instances of classes keep their class here, although the runtime never lets them travel: so
// what is said of loops over them is tried with copies, too, and not only in place.

/**
 * A copy of everything that can be reached; undefined where there is a function, which no thread hands to another.
 * @param common what all workers share, by the object that it stands for
 */
export function copyOf<T>(
  root: T,
  common: ReadonlyMap<unknown, unknown> = new Map(),
): { readonly copy: T } | undefined {
  const copies = new Map(common);
  let hasFunction = false;
  const copy = copied(root) as T;
  return hasFunction ? undefined : { copy };

  function copied(value: unknown): unknown {
    if (typeof value === "function" || typeof value === "symbol") hasFunction = true;
    if (typeof value !== "object" || value === null) return value;
    if (!copies.has(value)) make(value, copies);
    return copies.get(value);
  }

  function make(value: object, known: Map<unknown, unknown>): void {
    const own = emptied(value);
    known.set(value, own);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return;
    if (own instanceof Map)
      for (const [key, each] of value as Map<unknown, unknown>) own.set(copied(key), copied(each));
    if (own instanceof Set) for (const each of value as Set<unknown>) own.add(copied(each));
    if (Array.isArray(own)) own.length = (value as unknown[]).length;
    for (const [key, each] of Object.entries(value)) (own as Record<string, unknown>)[key] = copied(each);
  }

  /** An object of the same kind; memory comes with its contents. */
  function emptied(value: object): object {
    if (value instanceof ArrayBuffer) return value.slice(0);
    if (ArrayBuffer.isView(value)) {
      const view = value as Float64Array;
      const View = view.constructor as Float64ArrayConstructor;
      return new View(copied(view.buffer) as ArrayBuffer, view.byteOffset, view.length);
    }
    if (value instanceof RegExp) return new RegExp(value);
    if (value instanceof Map) return new Map();
    if (value instanceof Set) return new Set();
    return Array.isArray(value) ? [] : (Object.create(Object.getPrototypeOf(value) as object | null) as object);
  }
}
