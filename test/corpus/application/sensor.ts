/**
 * Objects whose properties are computed (application code: getters, valueOf, toString).
 *
 * @loop calibrated:i      parallel map              the getter only reads
 * @loop worn:i            serial [carried-dependence] this.reads -> this.reads   the getter counts
 * @loop converted:i       serial [carried-dependence] this.uses -> this.uses  valueOf counts
 * @loop formatted:.map    parallel map              only strings are made
 */
class Sensor {
  reads = 0;
  constructor(
    private readonly base: number,
    private readonly slope: number,
  ) {}

  get gain(): number {
    return Math.sqrt(this.base * this.slope);
  }

  get drift(): number {
    this.reads += 1;
    return this.base + this.reads * this.slope;
  }
}

class Factor {
  uses = 0;
  valueOf(): number {
    this.uses += 1;
    return 1 / this.uses;
  }
}

export function calibrated(sensor: Sensor, values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = Math.log(values[i]!) * sensor.gain;
  return out;
}

export function worn(sensor: Sensor, values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = Math.log(values[i]! + sensor.drift);
  return out;
}

export function converted(factor: Factor, values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = Math.exp(Number(factor) * values[i]!);
  return out;
}

export function formatted(values: readonly { amount: number; unit: string }[]): string[] {
  return values.map(({ amount, unit }) => `${amount.toFixed(2)} ${unit.padStart(4)}`);
}
