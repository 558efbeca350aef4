// Reads the doc block at the head of a unit: `// Kind: id`, sentences, examples in fences. The block is data: tests run its
// examples and the documentation is generated from it.
import fs from "node:fs";

export interface DocBlock {
  readonly kind: string;
  readonly id: string;
  readonly summary: string;
  /** The fenced examples, in order; for a transform, before and after alternate. */
  readonly examples: readonly string[];
  /** Inputs given as `run: { … }` after the last example. */
  readonly run: string | undefined;
}

/** @throws Error naming the file when there is no valid block. */
export function readDocBlock(file: string): DocBlock {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  const comment: string[] = [];
  for (const line of lines) {
    if (!line.startsWith("//")) break;
    comment.push(line.replace(/^\/\/ ?/, ""));
  }
  const head = /^(\w+): ([a-z0-9-]+)$/.exec(comment[0] ?? "");
  if (head === null) throw new Error(`${file} does not begin with a doc block such as "// RejectReason: early-exit".`);
  const body = comment.slice(1).join("\n");
  const summary = body.split("```")[0]!.trim().replace(/\s+/g, " ");
  if (!/^[A-Z`].*[.]$/.test(summary)) throw new Error(`The summary in ${file} is not made of sentences: "${summary}".`);
  const examples = [...body.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);
  return { kind: head[1]!, id: head[2]!, summary, examples, run: /^run: (.*)$/m.exec(body)?.[1] };
}
