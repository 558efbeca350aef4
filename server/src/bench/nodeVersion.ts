// Versions of Node, and whether one is what a project asks for, as `.nvmrc` and `engines` write it.

/** Oldest major version that the runtime of rewritten loops runs on. */
export const oldestMajor = 20;

type Version = readonly [number, number, number];

/** @returns undefined for what is no whole version, e.g. `20.x` */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

export function compareVersions(one: string, other: string): number {
  return compare(parseVersion(one) ?? [0, 0, 0], parseVersion(other) ?? [0, 0, 0]);
}

export function isNewEnough(version: string): boolean {
  return oldestMajor <= (parseVersion(version)?.[0] ?? 0);
}

/**
 * @param wish a version or a part of one, or a range of npm's: `20`, `v20.1`, `20.x`, `^20.1.0`, `>=18 <23`, `18 || 20`, `20 - 22`
 * @returns undefined where the wish is in no such form
 */
export function satisfies(version: string, wish: string): boolean | undefined {
  const own = parseVersion(version);
  if (own === undefined) return undefined;
  const ways = wish.split("||").map((way) => everyHolds(own, way.trim()));
  return ways.includes(undefined) ? undefined : ways.includes(true);
}

function everyHolds(own: Version, way: string): boolean | undefined {
  const through = /^(\S+)\s+-\s+(\S+)$/.exec(way);
  const parts =
    through === null ? way.replace(/([<>=~^])\s+/g, "$1").split(/\s+/) : [`>=${through[1]}`, `<=${through[2]}`];
  const answers = parts.map((part) => holds(own, part));
  return answers.includes(undefined) ? undefined : !answers.includes(false);
}

function holds(own: Version, part: string): boolean | undefined {
  const match = /^([<>]=?|=|\^|~)?v?(\d+|[x*])(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?$/i.exec(part);
  if (match === null) return part === "" || part === "*" ? true : undefined;
  const [, sign = "", ...texts] = match;
  const numbers: number[] = [];
  for (const text of texts) {
    if (text === undefined || !/^\d+$/.test(text)) break;
    numbers.push(Number(text));
  }
  if (numbers.length === 0) return true;
  const least: Version = [numbers[0]!, numbers[1] ?? 0, numbers[2] ?? 0];
  /** The first version that is no longer what so many numbers say. */
  const next = (count: number): Version => {
    const upper = least.map((number, at) => (at < count - 1 ? number : at === count - 1 ? number + 1 : 0));
    return [upper[0]!, upper[1]!, upper[2]!];
  };
  const isLess = compare(own, least) < 0;
  const isBelow = (count: number) => compare(own, next(count)) < 0;
  switch (sign) {
    case ">=":
      return !isLess;
    case "<":
      return isLess;
    case ">":
      return !isBelow(numbers.length);
    case "<=":
      return isBelow(numbers.length);
    case "^":
      return !isLess && isBelow(least[0] > 0 ? 1 : Math.min(numbers.length, 2));
    case "~":
      return !isLess && isBelow(Math.min(numbers.length, 2));
    default:
      return !isLess && isBelow(numbers.length);
  }
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
