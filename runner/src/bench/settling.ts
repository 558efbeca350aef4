// Gives inputs that were just made the place in memory of those that a program made long before its loop.
import v8 from "node:v8";
import vm from "node:vm";

/**
 * Collects what is young, twice: what lives is moved to the old space then, as what a program made before its loop is, and the garbage of
 * making it is not collected while the loop is timed. Never all of the garbage: that throws optimized code away as well, and a
 * loop may then run four times slower than in its program.
 */
export function settling(): () => void {
  v8.setFlagsFromString("--expose-gc");
  // An engine that does not give it is measured without.
  type Collect = (options: { type: "minor" }) => void;
  const collect = vm.runInNewContext("typeof gc === 'function' ? gc : undefined") as Collect | undefined;
  return () => {
    collect?.({ type: "minor" });
    collect?.({ type: "minor" });
  };
}
