import type { Latency, Measured } from "./page.mjs";

export function readPage(text: string): {
  readonly measured: Measured[];
  readonly latency: Latency | undefined;
  readonly notes: string[];
};
