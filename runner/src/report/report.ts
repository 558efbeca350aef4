// The one result type of a benchmark: plain data, printed as text, JSON, Markdown, HTML and inline in the editor.

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryBytes: number;
  readonly node: string;
  /** Where this Node was found, e.g. `.nvmrc, nvm`; left out where it is the one that runs Loopsmith. */
  readonly nodeFrom?: string;
  readonly os: string;
}

/** Times in milliseconds. */
export interface Timing {
  readonly samples: readonly number[];
  readonly median: number;
  /** Median absolute deviation from the median. */
  readonly mad: number;
}

/**
 * Where the time of the parallel version goes, in milliseconds, in the run whose time is the median. All but `start`, which is paid
 * once per process, add up to the time of that run. `compute` is the average of the threads, `idle` what the busiest one took longer.
 */
export interface Overhead {
  /** Starting the threads. */
  readonly start: number;
  /** From the call until the first worker takes it up. */
  readonly handOver: number;
  readonly transferIn: number;
  readonly compute: number;
  /** Threads wait for the busiest one, because the work is not spread evenly. */
  readonly idle: number;
  readonly transferOut: number;
  /** The caller's own part: what is done in iteration order, and what nothing else accounts for. */
  readonly commit: number;
}

/** Chunks of one thread, or several of them that follow each other closely. Times in milliseconds since the call began. */
export interface ChunkSpan {
  /** Index of the first iteration. */
  readonly first: number;
  /** Number of iterations. */
  readonly count: number;
  readonly chunks: number;
  readonly start: number;
  readonly end: number;
}

/** Which thread computed which chunk, and when: in the run whose time is the median; for runs below 5 ms in one more like it. */
export interface Timeline {
  /** Milliseconds from the call's beginning until its last result was taken. */
  readonly wall: number;
  readonly threads: readonly {
    /** In the sync forms the calling thread takes part. */
    readonly thread: "caller" | "worker";
    readonly spans: readonly ChunkSpan[];
    /** Milliseconds in chunks. */
    readonly busy: number;
  }[];
}

export interface Difference {
  /** Path into the compared values, e.g. `out[17].x`. */
  readonly path: string;
  readonly serial: string;
  readonly parallel: string;
}

export interface ScalingPoint {
  readonly workers: number;
  readonly timing: Timing;
  /** Median of the ratios serial / parallel over interleaved pairs, with its 95 % interval. */
  readonly speedup: number;
  readonly interval: readonly [number, number];
  /** speedup / workers. */
  readonly efficiency: number;
  /** Karp–Flatt experimentally determined serial fraction; null for one worker. */
  readonly serialFraction: number | null;
  /** Speedup that Amdahl's law predicts for this count from the overhead split; a prediction, labelled as one. */
  readonly predicted: number;
}

/** What dividing the loop into kernel and commit costs, or gains, by itself: it ran in the calling thread alone. */
export interface InPlace {
  readonly timing: Timing;
  /** Median of the ratios serial / rewritten over interleaved pairs, with its 95 % interval. */
  readonly speedup: number;
  readonly interval: readonly [number, number];
}

/** What to ask for, by these figures. */
export interface Advice {
  /** Fewest workers that come close to the best speedup; null: leave the loop as it is. */
  readonly workers: number | null;
  /** For the option `chunk`; another value than `auto` is an estimate, not a measurement. */
  readonly chunk: "auto" | number;
  /** Half a sentence: the reason of both. */
  readonly why: string;
}

/** A speedup can be read only where the results were compared equal. */
export type Comparison =
  | {
      readonly outcome: "equal";
      readonly serial: Timing;
      readonly points: readonly ScalingPoint[];
      /** The point with the best median speedup. */
      readonly best: ScalingPoint;
      /**
       * The worker count whose run `overhead`, `timeline`, `breakEven` and `predicted` are of: where the best one is the calling thread
       * alone, the best of the others. Left out where it is the best one.
       */
      readonly explained?: number;
      readonly overhead: Overhead;
      /** Null where the run was in place. */
      readonly timeline: Timeline | null;
      /** Trip count from which the parallel version is faster, estimated from the measured cost of an iteration; null if never. */
      readonly breakEven: number | null;
      /** Speedup that Amdahl's law predicts from the overhead split; a prediction, labelled as one. */
      readonly predicted: number;
      readonly advice: Advice;
      /** The rewritten loop without workers; left out where there was no time for it. */
      readonly inPlace?: InPlace;
      /** The most memory, in bytes, that a process holds which runs one version once; left out where it was not measured. */
      readonly memory?: { readonly serial: number; readonly parallel: number };
    }
  | { readonly outcome: "different"; readonly differences: readonly Difference[] }
  | { readonly outcome: "failed"; readonly message: string; readonly help: string };

/** What was proved of the loop before it was measured, and what the proof rests on. Lines are those of the loop's file, from 1. */
export interface Proof {
  readonly verdict: "parallel" | "serial";
  readonly pattern: "map" | "reduction" | "commit" | null;
  readonly assumptions: readonly {
    /** Checked by the rewritten code when it runs; trusted, from declarations; observed, in this input only. */
    readonly kind: "checked" | "trusted" | "observed";
    readonly line: number;
    readonly message: string;
  }[];
  readonly dependences: readonly {
    readonly kind: "flow" | "anti" | "output" | "input";
    readonly variable: string;
    readonly source: number;
    readonly sink: number;
    /** Iterations between the two accesses; null where it is not known. */
    readonly distance: number | null;
  }[];
}

export interface Report {
  readonly version: 1;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** The command that the user gave. */
  readonly program: string;
  /** `file:line` of the loop, as the user sees it. */
  readonly loop: { readonly file: string; readonly line: number; readonly text: string };
  readonly input: {
    readonly tripCount: number;
    readonly bytes: number;
    /** Which entry into the loop was recorded, counted from 1; left out for the first one. */
    readonly entry?: {
      readonly number: number;
      /** Where the heaviest was asked for: of how many, and the milliseconds that it took in the program. */
      readonly heaviest?: { readonly of: number; readonly ms: number };
    };
    /** Name and short description of each live-in, e.g. `words: string[1200]`. */
    readonly liveIns: readonly { readonly name: string; readonly shape: string }[];
  };
  readonly warmUps: number;
  readonly comparison: Comparison;
  /** Left out where the loop was not analysed with the measurement. */
  readonly proof?: Proof;
  /** How this report compares with an earlier one of the same loop, where one was given. */
  readonly baseline?: BaselineComparison;
  /** Named reasons to distrust the figures: `timer-too-coarse`, `noisy`, … with a sentence each. */
  readonly warnings: readonly { readonly id: string; readonly message: string }[];
}

/** The same loop, measured at two times. */
export interface BaselineComparison {
  /** Date of the earlier report, ISO 8601. */
  readonly date: string;
  /** `incomparable` when one of them has no times, or they are of different loops, inputs or machines. */
  readonly verdict: "faster" | "slower" | "same" | "incomparable";
  /** One sentence each. */
  readonly findings: readonly string[];
}
