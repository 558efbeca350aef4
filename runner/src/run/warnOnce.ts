// Warnings about a kernel that does not run in parallel: one for each kernel, however often it is called.
import { warn } from "../errors.js";
import { recordOf } from "../state.js";
import { nameOf, type Request } from "./request.js";

/** @param problem what follows the kernel's name, without a full stop @param help what to do about it */
export function warnOnce({ kernel }: Request, problem: string, help: string): void {
  const record = recordOf(kernel as never);
  if (record.warned) return;
  record.warned = true;
  warn(`${nameOf(kernel as never)} ${problem}.`, help);
}
