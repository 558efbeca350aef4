/**
 * Accounts as classes with private fields (application code: classes, getters and methods).
 *
 * @loop Account.interest:month       serial [carried-dependence] amount -> amount
 * @loop Bank.forecast:i              parallel map               only reads fields of the bank
 * @loop Bank.apply:i                 serial [carried-dependence] this.total -> this.total
 * @loop Bank.balances:.map           parallel map
 * @loop Bank.fees:i                  parallel map
 * @loop Bank.audited:i               serial [carried-dependence] this.audits -> this.audits
 * @loop transfer:i                   serial [carried-dependence] to.balance -> from.balance
 */
export class Account {
  constructor(public balance: number) {}

  interest(rate: number, months: number): number {
    let amount = this.balance;
    for (let month = 0; month < months; month++) amount *= 1 + rate * Math.min(1, amount);
    return amount - this.balance;
  }
}

export class Bank {
  readonly #amounts: Float64Array;
  total = 0;
  audits = 0;

  constructor(
    amounts: Float64Array,
    readonly rate: number,
  ) {
    this.#amounts = amounts;
  }

  forecast(years: number): Float64Array {
    const out = new Float64Array(this.#amounts.length);
    for (let i = 0; i < out.length; i++) out[i] = this.#amounts[i]! * Math.pow(1 + this.rate, years);
    return out;
  }

  apply(): void {
    for (let i = 0; i < this.#amounts.length; i++) {
      this.total = Math.sqrt(this.total + this.#amounts[i]!);
      this.#amounts[i] = this.total;
    }
  }

  balances(): string[] {
    return [...this.#amounts].map((amount) => amount.toFixed(2).padStart(12));
  }

  fees(percent: number): void {
    for (let i = 0; i < this.#amounts.length; i++) {
      this.#amounts[i] = this.#amounts[i]! - Math.max(1, this.#amounts[i]! * percent);
    }
  }

  private audit(amount: number): number {
    this.audits += amount > 100 ? 1 : 0;
    return Math.log(this.audits + amount);
  }

  audited(): Float64Array {
    const out = new Float64Array(this.#amounts.length);
    for (let i = 0; i < out.length; i++) out[i] = this.audit(this.#amounts[i]!);
    return out;
  }
}

export function transfer(accounts: readonly Account[], share: number): void {
  for (let i = 1; i < accounts.length; i++) {
    const from = accounts[i - 1]!;
    const to = accounts[i]!;
    to.balance = Math.sqrt(to.balance + from.balance * share);
  }
}
