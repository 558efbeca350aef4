// One row of the table of library functions: what a call reads, changes, returns, calls back, and when it can throw.

/** When a call can throw for arguments of the declared types: always, or only with arguments like these. */
export type Throws =
  | true
  | {
      /** With at least so many arguments. */
      readonly from?: number;
      /** With fewer arguments than that. */
      readonly below?: number;
      /** When the first argument is no literal between these (`toFixed(2)` is safe). */
      readonly outside?: readonly [number, number];
      /** When the first argument is an object. */
      readonly object?: true;
      /** When the first argument is a primitive. */
      readonly primitive?: true;
    };

/**
 * Which functions of the program a library function runs on the objects it is given, when they have such functions:
 * conversion to a primitive (`valueOf`, `toString`), `toJSON` and getters, getters alone, their iterator.
 */
export type Hook = "text" | "json" | "getters" | "iterator";

export interface Builtin {
  /** Object whose content the call may change: the receiver, or an argument by position. */
  readonly mutates?: "receiver" | number;
  /**
   * What comes back: a primitive; a new object (which may hold what the receiver and the arguments held); the receiver; something
   * that the receiver or an argument held, or an argument itself; a view of the memory of the receiver or of the first argument.
   */
  readonly returns: "primitive" | "fresh" | "receiver" | "element" | "view";
  /**
   * What lies in the new object that comes back: where the callback is given, its results alone (`map`), or its results and what
   * lies in them (`flatMap`); the elements of the receiver (`filter`). Else anything of the receiver and the arguments, in new pairs
   * (`entries`); a result may come back itself (`JSON.parse`).
   */
  readonly holds?: "results" | "parts" | "elements" | "pairs" | "itself";
  readonly effect?: "output" | "random" | "time" | "trusted";
  readonly throws?: Throws;
  /** Positions of the arguments that are called, now or when the result is used, with elements of the receiver or the first argument. */
  readonly calls?: readonly number[];
  /** Position of the argument on which hooks run; the receiver is always among the objects. */
  readonly runs?: readonly Hook[];
  /** A regular expression in this position is moved along when it has the flag `g` or `y`. */
  readonly moves?: number;
  /** What it does cannot be told by effects on arguments: later calls, changes of the shape of objects, foreign code. */
  readonly opaque?: true;
  /** Opaque with at least so many arguments. */
  readonly opaqueFrom?: number;
}

export type Rows = Readonly<Record<string, Builtin>>;

/** The same row for several names, divided by blanks. */
export function all(names: string, builtin: Builtin): Rows {
  return Object.fromEntries(
    names
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => [name, builtin]),
  );
}

export const pure: Builtin = { returns: "primitive" };
export const pureThrowing: Builtin = { returns: "primitive", throws: true };
export const fresh: Builtin = { returns: "fresh" };
export const freshThrowing: Builtin = { returns: "fresh", throws: true };
export const element: Builtin = { returns: "element" };
export const opaque: Builtin = { returns: "element", throws: true, opaque: true };
export const mutator: Builtin = { mutates: "receiver", returns: "primitive" };
export const mutatorThrowing: Builtin = { mutates: "receiver", returns: "primitive", throws: true };
export const fluentMutator: Builtin = { mutates: "receiver", returns: "receiver" };
export const takingMutator: Builtin = { mutates: "receiver", returns: "element" };
/** Becomes a text by way of the conversions of its elements or arguments. */
export const text: Builtin = { returns: "primitive", runs: ["text"] };
