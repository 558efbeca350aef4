/**
 * Tokens, numbers and expressions (application code: parsers).
 *
 * @loop tokens:while             serial [loop-form] at -> at
 * @loop tokens:while/while       serial [loop-form] end -> end
 * @loop evaluated:token          serial [carried-dependence] stack.push(apply(token, left, right)) -> stack.pop()
 * @loop tokenCounts:.map         parallel map              every source text on its own
 * @loop sumOfPrograms:program     parallel reduction
 * @loop unquoted:char            serial [carried-dependence] inside -> inside
 * @loop fields:line              parallel commit
 * @loop fieldsOfHeader:.filter   parallel map
 */
export function tokens(source: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source[at]!;
    if (char === " ") {
      at++;
    } else if (char >= "0" && char <= "9") {
      let end = at + 1;
      while (end < source.length && source[end]! >= "0" && source[end]! <= "9") end++;
      found.push(source.slice(at, end));
      at = end;
    } else {
      found.push(char);
      at++;
    }
  }
  return found;
}

function apply(operator: string, left: number, right: number): number {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  return operator === "*" ? left * right : left / right;
}

/** The value of an expression in reverse Polish notation. */
export function evaluated(program: readonly (number | string)[]): number {
  const stack: number[] = [];
  for (const token of program) {
    if (typeof token === "number") {
      stack.push(token);
      continue;
    }
    const right = stack.pop() ?? 0;
    const left = stack.pop() ?? 0;
    stack.push(apply(token, left, right));
  }
  return stack[0] ?? 0;
}

export function tokenCounts(sources: readonly string[]): number[] {
  return sources.map((source) => tokens(source).length);
}

export function sumOfPrograms(programs: readonly (readonly (number | string)[])[]): number {
  let sum = 0;
  for (const program of programs) sum += evaluated(program);
  return sum;
}

export function unquoted(text: string): string {
  let inside = false;
  let kept = "";
  for (const char of text) {
    if (char === '"') inside = !inside;
    else if (!inside) kept += char;
  }
  return kept;
}

export function fields(lines: readonly string[]): Record<string, string>[] {
  const records: Record<string, string>[] = [];
  for (const line of lines) {
    const [name = "", value = "", ...rest] = line.split(";");
    records.push({ name: name.trim(), value: value.trim(), note: rest.join(" ") });
  }
  return records;
}

export function fieldsOfHeader(header: string): string[] {
  return header.split(",").filter((field) => field.trim().length > 0 && !field.startsWith("#"));
}
