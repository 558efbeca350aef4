export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly ceiling: number;
  readonly openMp?: number;
  readonly mode: Readonly<Record<string, string>>;
  readonly rows: readonly {
    readonly contestant: string;
    readonly ms: number;
    readonly speedup: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly when?: string;
}

export interface Latency {
  readonly rows: readonly {
    readonly what: string;
    readonly figure: string;
    readonly goal: string;
    readonly met: boolean;
  }[];
  readonly date: string;
  readonly load: number;
}

export function page(measured: readonly Measured[], latency?: Latency, notes?: readonly string[]): string;
export function conditions(run: {
  readonly threads: number;
  readonly rounds: number;
  readonly scale: number;
  readonly date: string;
  readonly processor: string;
  readonly load: number;
  readonly node: string;
}): string;
