/**
 * Dates and intervals (application code: date handling).
 *
 * @loop weekdays:.map         parallel map
 * @loop stampedNow:.map       serial [nondeterminism]       the clock is read in order
 * @loop overlaps:booking      parallel reduction
 * @loop dueDates:month        parallel commit
 * @loop rolled:month          serial [carried-dependence] date.setUTCMonth(date.getUTCMonth() + 1) -> date.getUTCMonth()
 * @loop free:booking          serial [carried-dependence] until -> until
 */
export interface Booking {
  readonly from: number;
  readonly to: number;
}

export function weekdays(stamps: readonly number[]): string[] {
  return stamps.map((stamp) => ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"][new Date(stamp).getUTCDay()]!);
}

export function stampedNow(count: number): number[] {
  return new Array<number>(count).fill(0).map(() => Date.now());
}

export function overlaps(bookings: readonly Booking[], from: number, to: number): number {
  let hours = 0;
  for (const booking of bookings) {
    hours += Math.max(0, Math.min(booking.to, to) - Math.max(booking.from, from));
  }
  return hours;
}

export function dueDates(year: number, months: number): string[] {
  const dates: string[] = [];
  for (let month = 0; month < months; month++) {
    const last = new Date(Date.UTC(year, month + 1, 0));
    dates.push(last.toISOString().slice(0, 10));
  }
  return dates;
}

export function rolled(start: number, months: number): string[] {
  const date = new Date(start);
  const dates: string[] = [];
  for (let month = 0; month < months; month++) {
    date.setUTCMonth(date.getUTCMonth() + 1);
    dates.push(date.toISOString());
  }
  return dates;
}

export function free(bookings: readonly Booking[]): number {
  let until = 0;
  let gap = 0;
  for (const booking of bookings) {
    if (booking.from > until) gap += booking.from - until;
    until = Math.max(until, booking.to);
  }
  return gap;
}
