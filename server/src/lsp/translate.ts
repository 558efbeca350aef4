// The user's language for what the server says. The analysis says everything in English; what goes to an editor of another language
// is put into it here, by texts whose values are found again in the English ones. A text that has no translation stays as it is.
import german from "./texts.de.json" with { type: "json" };

/** Puts an answer, or a part of one, into the user's language: the texts of all fields that are shown. */
export type Translate = <T>(answer: T) => T;

interface Template {
  readonly pattern: RegExp;
  /** Numbers of the values in the order in which the pattern finds them. */
  readonly values: readonly number[];
  /** By number: whether the value is quoted code. */
  readonly isCode: readonly boolean[];
  readonly text: string;
}

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = { de: german };
const shownFields = new Set("message help title reason why label description disabledReason headline value".split(" "));
const mostRemembered = 5000;

/**
 * @param locale as the client names it: `de`, `de-AT`, `en`
 * @returns what leaves the answer as it is where there are no texts in that language
 */
export function translateInto(locale: string | undefined): Translate {
  const texts = languages[(locale ?? "en").toLowerCase().split("-")[0] ?? "en"];
  if (texts === undefined) return (answer) => answer;
  const say = sayIn(texts);
  return (answer) => translated(answer, say);
}

/** A copy with the texts of its shown fields said by `say`; linear in the size of the answer. */
function translated<T>(answer: T, say: (text: string) => string): T {
  if (Array.isArray(answer)) return answer.map((each) => translated(each, say)) as T;
  if (typeof answer !== "object" || answer === null) return answer;
  const entries = Object.entries(answer).map(([key, value]) => {
    if (typeof value !== "string") return [key, translated(value, say)];
    return [key, shownFields.has(key) ? value.split("\n").map(say).join("\n") : value];
  });
  return Object.fromEntries(entries) as T;
}

/** Says one line. What has been said is remembered: loops of a file are told of again at every change. */
function sayIn(texts: Readonly<Record<string, string>>): (line: string) => string {
  const whole = new Map(Object.entries(texts));
  const templates = [...whole].flatMap(([english, text]) =>
    /\{\d\}/.test(english) ? [templateOf(english, text)] : [],
  );
  const heads = [...whole].flatMap(([english, text]) => headOf(english, text));
  const known = new Map<string, string>();
  return say;

  function say(line: string): string {
    const before = known.get(line);
    if (before !== undefined) return before;
    const said = find(line) ?? withoutStop(line) ?? bySentences(line) ?? line;
    if (mostRemembered <= known.size) known.clear();
    known.set(line, said);
    return said;
  }

  function find(line: string): string | undefined {
    return whole.get(line) ?? fill(line, templates) ?? fill(line, heads);
  }

  /** The title of an action has the first sentence of a reason without its full stop. */
  function withoutStop(line: string): string | undefined {
    return find(`${line}.`)?.replace(/\.$/, "");
  }

  function bySentences(line: string): string | undefined {
    const sentences = line.split(/(?<=[.:?]) (?=[A-ZÄÖÜ`(])/);
    if (sentences.length < 2) return undefined;
    return joined(sentences).map(say).join(" ");
  }

  /** Sentences that are one text keep together. */
  function joined(sentences: readonly string[]): readonly string[] {
    for (let length = sentences.length - 1; 1 < length; length--) {
      const first = sentences.slice(0, length).join(" ");
      if (find(first) !== undefined) return [first, sentences.slice(length).join(" ")];
    }
    return [sentences[0] ?? "", sentences.slice(1).join(" ")];
  }

  function fill(line: string, among: readonly Template[]): string | undefined {
    for (const { pattern, values, isCode, text } of among) {
      const found = pattern.exec(line);
      if (found === null) continue;
      const byNumber = new Map(values.map((number, at) => [number, found[at + 1] ?? ""]));
      return text.replace(/\{(\d)\}/g, (_, digit: string) => {
        const value = byNumber.get(Number(digit)) ?? "";
        return isCode[Number(digit)] === true ? value : say(value);
      });
    }
    return undefined;
  }
}

function templateOf(english: string, text: string): Template {
  const values: number[] = [];
  const isCode: boolean[] = [];
  const source = english.split(/(\{\d\})/).map((part, at, parts) => {
    const number = /^\{(\d)\}$/.exec(part)?.[1];
    if (number === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    values.push(Number(number));
    isCode[Number(number)] = parts[at - 1]?.endsWith("`") === true;
    return "(.+?)";
  });
  return { pattern: new RegExp(`^${source.join("")}$`), values, isCode, text };
}

/** What stands before a colon is a title by itself, where it names all values that its translation names. */
function headOf(english: string, text: string): readonly Template[] {
  const [head = "", ...rest] = english.split(/: (?=[^`])/);
  const own = text.split(/: (?=[^`])/)[0] ?? "";
  const names = (part: string) => (part.match(/\{\d\}/g) ?? []).sort().join();
  return rest.length === 0 || !/\w \w+ \w/.test(head) || names(head) !== names(own) ? [] : [templateOf(head, own)];
}
