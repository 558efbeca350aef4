// Calls a function of the library on objects that record what is done to them.

export interface RecordedCall {
  /** Who was written: the receiver, or arguments by their position. */
  readonly written: readonly ("receiver" | number)[];
  /** Positions of the arguments that were called. */
  readonly called: readonly number[];
  readonly returnsObject: boolean;
  readonly returnsReceiver: boolean;
  /** The receiver or an argument itself came back. */
  readonly returnsGiven: boolean;
}

/** `receiver[name](...given)` with a recording proxy for the receiver and for each object among the arguments. */
export function recorded(receiver: object, name: string, given: readonly unknown[]): RecordedCall {
  const written = new Set<"receiver" | number>();
  const called = new Set<number>();
  const watched = (target: object, who: "receiver" | number): object => {
    const note = () => written.add(who);
    return new Proxy(target, {
      set: (object, key, value) => {
        note();
        return Reflect.set(object, key, value);
      },
      defineProperty: (object, key, descriptor) => {
        note();
        return Reflect.defineProperty(object, key, descriptor);
      },
      deleteProperty: (object, key) => {
        note();
        return Reflect.deleteProperty(object, key);
      },
      apply: (callee, self, args) => {
        if (typeof who === "number") called.add(who);
        return Reflect.apply(callee as (...args: unknown[]) => unknown, self, args) as unknown;
      },
    });
  };
  // The namespaces and constructors of the library, and the boxes of primitives, have to be themselves.
  const isOwn = typeof receiver === "function" || receiver === Math || receiver === JSON || receiver instanceof String;
  const self = isOwn ? receiver : watched(receiver, "receiver");
  const args = given.map((value, position) =>
    (typeof value === "object" && value !== null) || typeof value === "function" ? watched(value, position) : value,
  );
  const method: unknown = Reflect.get(receiver, name);
  if (typeof method !== "function") throw new TypeError(`there is no method ${name}`);
  const result: unknown = Reflect.apply(method, self, args);
  const returnsObject = typeof result === "object" && result !== null;
  return {
    written: [...written],
    called: [...called],
    returnsObject,
    returnsReceiver: returnsObject && result === self,
    returnsGiven: returnsObject && (result === self || args.includes(result)),
  };
}
