// The methods that lists, texts, numbers and records have from the language: what a call on plain data can mean.
import { type Builtin, builtinCall } from "./builtins.js";

/** Of typed arrays one stands for all: their rows are the same. */
const owners = ["Array", "Float64Array", "String", "Number", "Object"];

const known = new Map<string, readonly Builtin[]>();

/** The rows of the methods of this name, each once; none where one of them does what no row tells, or there is none. */
export function dataMethods(name: string): readonly Builtin[] {
  const found = known.get(name) ?? rowsOf(name);
  known.set(name, found);
  return found;
}

function rowsOf(name: string): readonly Builtin[] {
  const rows = new Set(owners.flatMap((owner) => builtinCall(owner, name) ?? []));
  return [...rows].some(({ opaque }) => opaque) ? [] : [...rows];
}
