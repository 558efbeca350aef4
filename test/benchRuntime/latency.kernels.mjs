// Kernels that do next to nothing, so that what a call costs beside them can be seen.
import { registerKernels } from "@loopsmith/runner";

export function scale(item, { by }) {
  return item * by + 1;
}

export function nothing() {}

/** Kernels that have never been called, each a function of its own. */
export const unknown = Array.from(
  { length: 400 },
  () =>
    (item, { by }) =>
      item * by + 1,
);

registerKernels(import.meta.url, {
  scale,
  nothing,
  ...Object.fromEntries(unknown.map((kernel, at) => [`unknown${at}`, kernel])),
});
