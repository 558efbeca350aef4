/**
 * Prices and stock of a shop (application code: records).
 *
 * @loop faded:step            serial [carried-dependence] price -> price
 * @loop stockValue:item       parallel reduction
 * @loop reprice:item          parallel map                 the items are distinct objects
 * @loop repriceChained:item   serial [carried-dependence] floor -> floor   what was computed goes into what is computed next
 * @loop bySku:item            parallel commit              only stores
 * @loop cheapest:i            parallel reduction           argmin
 * @loop restock:.forEach      parallel map
 * @loop reserve:item          serial [carried-dependence] left -> left
 */
export interface Item {
  sku: string;
  price: number;
  quantity: number;
}

function faded(price: number, rate: number, days: number): number {
  for (let step = 0; step < days; step++) price -= price * rate;
  return price;
}

export function stockValue(items: readonly Item[], rate: number, days: number): number {
  let total = 0;
  for (const item of items) total += faded(item.price, rate, days) * item.quantity;
  return total;
}

export function reprice(items: readonly Item[], rate: number, days: number): void {
  for (const item of items) item.price = faded(item.price, rate, days);
}

export function repriceChained(items: readonly Item[], rate: number, days: number): void {
  let floor = 1;
  for (const item of items) {
    floor = faded(item.price * floor, rate, days);
    item.price = floor;
  }
}

export function bySku(items: readonly Item[]): Map<string, Item> {
  const index = new Map<string, Item>();
  for (const item of items) index.set(item.sku, item);
  return index;
}

export function cheapest(items: readonly Item[], rate: number, days: number): number {
  let best = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let i = 0; i < items.length; i++) {
    const price = faded(items[i]!.price, rate, days);
    if (price < best) {
      best = price;
      at = i;
    }
  }
  return at;
}

export function restock(items: readonly Item[], rate: number): void {
  items.forEach((item) => {
    item.quantity = Math.ceil(faded(item.quantity, -rate, 7));
  });
}

export function reserve(items: readonly Item[], wanted: number): number {
  let left = wanted;
  for (const item of items) {
    const taken = Math.min(left, item.quantity);
    item.quantity -= taken;
    left -= taken;
  }
  return left;
}
