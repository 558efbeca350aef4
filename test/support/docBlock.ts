// Reads the doc block at the head of a unit: `// Kind: id`, sentences, fields, examples in fences. The block is data: tests
// run its examples and the documentation is generated from it.
import fs from "node:fs";

export interface DocBlock {
  readonly kind: string;
  readonly id: string;
  /** The sentences before the first example, in one line. */
  readonly summary: string;
  /** Paragraphs of the form `Source: …`, by their first word. */
  readonly fields: ReadonlyMap<string, string>;
  /** The fenced examples, in order; for a transform, before and after alternate. */
  readonly examples: readonly string[];
  /** The sentences behind the first `->`: what the second example does in place of the first. */
  readonly advice: string | undefined;
  /** An expression given as `run: …` after the last example: before and after must compute the same value. */
  readonly run: string | undefined;
}

/** @throws Error naming the file when there is no valid block. */
export function readDocBlock(file: string): DocBlock {
  return parseDocBlock(fs.readFileSync(file, "utf8"), file);
}

/**
 * @param source text of the unit
 * @param file name for messages
 * @throws Error naming the file when there is no valid block.
 */
export function parseDocBlock(source: string, file: string): DocBlock {
  const lines = source.split("\n");
  const length = lines.findIndex((line) => !line.startsWith("//"));
  const comment = lines.slice(0, length < 0 ? lines.length : length).map((line) => line.replace(/^\/\/ ?/, ""));
  const head = /^(\w+): ([a-z0-9-]+)$/.exec(comment[0] ?? "");
  if (head === null) throw new Error(`${file} does not begin with a doc block such as "// RejectReason: early-exit".`);
  const body = comment.slice(1).join("\n");
  const paragraphs = body
    .split("```")[0]!
    .split(/\n{2,}|\n(?=[A-Z][a-z]+: )/)
    .map((paragraph) => paragraph.trim().replace(/\s+/g, " "))
    .filter((paragraph) => paragraph !== "");
  const fields = paragraphs.flatMap((paragraph) => {
    const field = /^([A-Z][a-z]+): (.*)$/.exec(paragraph);
    return field === null ? [] : [[field[1]!, field[2]!] as const];
  });
  const summary = paragraphs.filter((paragraph) => !/^[A-Z][a-z]+: /.test(paragraph)).join(" ");
  if (!/^[A-Z`].*[.]$/.test(summary)) throw new Error(`The summary in ${file} is not made of sentences: "${summary}".`);
  const examples = [...body.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);
  return {
    kind: head[1]!,
    id: head[2]!,
    summary,
    fields: new Map(fields),
    examples,
    advice: /^->[ ]([\s\S]*?)\n```ts/m.exec(body)?.[1]?.replace(/\s+/g, " "),
    run: /^run: (.*)$/m.exec(body)?.[1],
  };
}
