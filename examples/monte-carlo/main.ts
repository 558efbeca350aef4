// Usage: tsx main.ts [paths]
import { priceAsianCall } from "./option.js";

const paths = Number(process.argv[2] ?? 150_000);
const option = { spot: 100, strike: 105, rate: 0.03, volatility: 0.25, maturity: 1 };

const started = performance.now();
const price = priceAsianCall(option, paths, 128, 20_26);
console.error(`monte-carlo ${paths} paths: ${Math.round(performance.now() - started)} ms`);
console.log(`checksum ${price.mean} ${price.standardError}`);
