// Typed arrays that a worker is given lie in shared memory, where the caller's lie in memory of their own. What copies the
// latter shares the former, or makes shared memory of it: in a worker it copies, too.

/** In the thread of a worker, once: `structuredClone` and the `slice` of shared memory give memory of the kernel's own. */
export function ownCopies(): void {
  const { structuredClone } = globalThis;
  globalThis.structuredClone = <T>(value: T, options?: Parameters<typeof structuredClone>[1]): T =>
    owned(structuredClone(value, options)) as T;
  SharedArrayBuffer.prototype.slice = function (this: SharedArrayBuffer, begin?: number, end?: number) {
    return new Uint8Array(this).slice(begin, end).buffer as never;
  };
}

/** The same value, which nobody else knows, with memory of its own wherever it lies in shared memory. O(value). */
export function owned(root: unknown): unknown {
  const copies = new Map<unknown, unknown>();
  const open: object[] = [];
  const own = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    const copy = copyOf(value, own);
    copies.set(value, copy);
    if (copy === value) open.push(value);
    return copy;
  };
  const answer = own(root);
  for (let next = open.pop(); next !== undefined; next = open.pop()) ownParts(next, own);
  return answer;
}

/** Shared memory, and a view of it, copied; anything else itself. */
function copyOf(value: object, own: (value: unknown) => unknown): object {
  if (value instanceof SharedArrayBuffer) return new Uint8Array(value).slice().buffer;
  if (!ArrayBuffer.isView(value) || !(value.buffer instanceof SharedArrayBuffer)) return value;
  const view = value as Uint8Array | DataView;
  const type = view.constructor as new (buffer: unknown, byteOffset: number, length: number) => object;
  return new type(own(view.buffer), view.byteOffset, view instanceof DataView ? view.byteLength : view.length);
}

function ownParts(holder: object, own: (value: unknown) => unknown): void {
  if (ArrayBuffer.isView(holder)) return;
  if (holder instanceof Map) {
    const entries = [...holder];
    if (entries.every(([key, value]) => own(key) === key && own(value) === value)) return;
    holder.clear();
    for (const [key, value] of entries) holder.set(own(key), own(value));
    return;
  }
  if (holder instanceof Set) {
    const values = [...holder];
    if (values.every((value) => own(value) === value)) return;
    holder.clear();
    for (const value of values) holder.add(own(value));
    return;
  }
  const parts = holder as Record<string, unknown>;
  for (const key of Array.isArray(holder) ? holder.keys() : Object.getOwnPropertyNames(holder)) {
    const part = parts[key];
    const copy = typeof part === "object" ? own(part) : part;
    if (copy !== part) parts[key] = copy;
  }
}
