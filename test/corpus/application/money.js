/**
 * Interest, instalments and exchange (application code in JavaScript: module constants and module state).
 *
 * @loop plans:.map            parallel map
 * @loop plan:month            serial [carried-dependence] owed -> owed
 * @loop exchanged:.map        parallel map              the table of rates is never changed
 * @loop exchangedLive:.map    serial [module-state] live -> live  the rate is set by others, and by the helper itself
 * @loop total:amount          parallel reduction
 */
const rates = { eur: 1, usd: 1.1, jpy: 160 };

let live = 1;

/**
 * @param {number} amount
 * @param {number} rate
 * @param {number} months
 * @returns {number}
 */
function plan(amount, rate, months) {
  let owed = amount;
  for (let month = 0; month < months; month++) owed = owed * (1 + rate) - Math.min(owed, amount / 100);
  return owed;
}

/**
 * @param {number[]} amounts
 * @param {number} rate
 * @returns {number[]}
 */
export function plans(amounts, rate) {
  return amounts.map((amount) => plan(amount, rate, 360));
}

/**
 * @param {{ amount: number, currency: "eur" | "usd" | "jpy" }[]} payments
 * @returns {number[]}
 */
export function exchanged(payments) {
  return payments.map(({ amount, currency }) => Math.round((amount / rates[currency]) * 100) / 100);
}

/**
 * @param {number} amount
 * @returns {number}
 */
function atLiveRate(amount) {
  live = Math.max(0.5, live * 0.99 + amount * 1e-6);
  return Math.round(amount * live);
}

/**
 * @param {number[]} amounts
 * @returns {number[]}
 */
export function exchangedLive(amounts) {
  return amounts.map((amount) => atLiveRate(amount));
}

/**
 * @param {number[]} amounts
 * @param {number} rate
 * @returns {number}
 */
export function total(amounts, rate) {
  let sum = 0;
  for (const amount of amounts) sum += plan(amount, rate, 12);
  return sum;
}
