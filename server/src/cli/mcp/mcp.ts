// `loopsmith mcp`: the tools for assistants, on standard input and output.
import readline from "node:readline";
import type { Terminal } from "../problem.js";
import { newSession } from "./serve.js";
import { loopsmithTools } from "./tools.js";

const instructions =
  "Loopsmith finds loops of TypeScript and JavaScript programs that can run on all cores. Check first; benchmark a loop before rewriting it, because legal is not the same as faster; rewrite shows a diff unless write is true.";

/** Serves until the input ends. @returns the exit status */
export async function mcp(
  { cwd, out }: Terminal,
  { signal, version }: { readonly signal: AbortSignal; readonly version: string },
): Promise<number> {
  const session = newSession({ tools: loopsmithTools(cwd), version, instructions, send: out });
  const lines = readline.createInterface({ input: process.stdin });
  signal.addEventListener("abort", () => lines.close(), { once: true });
  const answers = new Set<Promise<void>>();
  // A long call must not keep a cancellation from being read.
  for await (const line of lines) {
    const answer = session.receive(line).finally(() => answers.delete(answer));
    answers.add(answer);
  }
  session.close();
  await Promise.all(answers);
  return 0;
}
