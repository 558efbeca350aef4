import { seedOf } from "./random.js";

export interface Option {
  spot: number;
  strike: number;
  /** Per year. */
  rate: number;
  volatility: number;
  /** In years. */
  maturity: number;
}

export interface Price {
  mean: number;
  standardError: number;
}

/**
 * Price of an Asian call (the pay-off depends on the average of the path) under geometric Brownian motion, by simulation.
 * Black and Scholes 1973; the average has no closed form, so it is simulated.
 */
export function priceAsianCall(option: Option, paths: number, steps: number, seed: number): Price {
  let sum = 0;
  let sumOfSquares = 0;
  for (let path = 0; path < paths; path++) {
    const payoff = simulatePath(option, steps, seedOf(seed, path));
    sum += payoff;
    sumOfSquares += payoff * payoff;
  }
  const discount = Math.exp(-option.rate * option.maturity);
  const mean = sum / paths;
  const variance = sumOfSquares / paths - mean * mean;
  return { mean: discount * mean, standardError: discount * Math.sqrt(variance / paths) };
}

/** Pay-off of one simulated path. */
function simulatePath(option: Option, steps: number, seed: number): number {
  const dt = option.maturity / steps;
  const drift = (option.rate - (option.volatility * option.volatility) / 2) * dt;
  const spread = option.volatility * Math.sqrt(dt);
  let state = seed;
  let price = option.spot;
  let total = 0;
  for (let step = 0; step < steps; step++) {
    // Two uniform numbers make one normal one (Box and Muller 1958).
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const u = (state + 1) / 4294967297;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const v = state / 4294967296;
    const normal = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
    price *= Math.exp(drift + spread * normal);
    total += price;
  }
  return Math.max(0, total / steps - option.strike);
}
