/**
 * Conversions and library calls that run code of the program (application code: toJSON, toString, setters, replacers).
 *
 * @loop saved:i              serial [carried-dependence] this.saves -> this.saves        toJSON counts
 * @loop shown:i              serial [carried-dependence] this.shown -> this.shown        toString counts
 * @loop renumbered:.map      serial [carried-dependence] next -> next                    the replacer counts
 * @loop upperCased:.map      parallel map                                                the replacer only computes
 * @loop stored:i             serial [carried-dependence] this.sum -> this.sum            the setter adds up
 * @loop literal:i            serial [carried-dependence] state -> state                  a getter of an object literal
 * @loop bound:i              serial [carried-dependence] this.state -> this.state        a bound method
 * @loop tagged:.map          serial [carried-dependence] used -> used                    the tag of a template
 * @loop spreadFrom:i         serial [carried-dependence] this.state -> this.state        spreading runs the iterator
 * @loop Dice.[Symbol.iterator]:k serial [yield-in-body]
 * @loop made:i               serial [carried-dependence] Ticket.issued -> Ticket.issued  a static counter in the constructor
 */
class Draft {
  saves = 0;
  toJSON(): number {
    this.saves = (this.saves * 3 + 1) % 101;
    return this.saves;
  }
  toString(): string {
    this.saves += 2;
    return `draft ${this.saves}`;
  }
}

export function saved(draft: Draft, count: number): string[] {
  const out: string[] = [];
  for (let i = 0; i < count; i++) out.push(JSON.stringify({ draft, i }));
  return out;
}

export function shown(draft: Draft, count: number): string[] {
  const out: string[] = [];
  for (let i = 0; i < count; i++) out.push(`${draft}`.padStart(20));
  return out;
}

export function renumbered(lines: readonly string[]): string[] {
  let next = 0;
  return lines.map((line) => line.replace(/\d+/g, () => String(next++)));
}

export function upperCased(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()));
}

class Meter {
  sum = 0;
  set reading(value: number) {
    this.sum = Math.sqrt(this.sum + value);
  }
}

export function stored(meter: Meter, values: Float64Array): number {
  for (let i = 0; i < values.length; i++) meter.reading = values[i]!;
  return meter.sum;
}

export function literal(count: number): Float64Array {
  let state = 1;
  const source = {
    get next(): number {
      state = (Math.imul(state, 69069) + 1) >>> 0;
      return state;
    },
  };
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = Math.sqrt(source.next);
  return out;
}

class Dice {
  state = 1;
  roll(): number {
    this.state = (Math.imul(this.state, 69069) + 1) >>> 0;
    return this.state % 6;
  }
  *[Symbol.iterator](): Generator<number> {
    for (let k = 0; k < 3; k++) yield this.roll();
  }
}

export function bound(dice: Dice, count: number): Float64Array {
  const roll = dice.roll.bind(dice);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = Math.sqrt(roll());
  return out;
}

export function tagged(lines: readonly string[]): string[] {
  let used = 0;
  const mark = (parts: TemplateStringsArray, value: string): string => {
    used = (used + value.length) % 17;
    return `${parts[0]}${value}${used}`;
  };
  return lines.map((line) => mark`line ${line}`);
}

export function spreadFrom(dice: Dice, count: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < count; i++) out.push(Math.max(...dice));
  return out;
}

class Ticket {
  static issued = 0;
  readonly id: number;
  constructor() {
    Ticket.issued += 1;
    this.id = Math.sqrt(Ticket.issued);
  }
}

export function made(count: number): number[] {
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(new Ticket().id);
  return ids;
}
