// What the bundlers are to this plugin: the part of each one's interface that it uses.

/** What rollup, vite and rolldown emit. */
export type EmittedFile =
  | {
      readonly type: "chunk";
      readonly id: string;
      readonly name: string;
      readonly preserveSignature: "allow-extension";
    }
  | { readonly type: "asset"; readonly fileName: string; readonly source: Uint8Array };

export interface EsbuildOptions {
  readonly absWorkingDir?: string;
  readonly bundle?: boolean;
  readonly format?: "iife" | "cjs" | "esm";
  readonly platform?: "browser" | "node" | "neutral";
  readonly outfile?: string;
  readonly outdir?: string;
  readonly outExtension?: Readonly<Record<string, string>>;
  readonly write?: boolean;
  readonly plugins?: readonly EsbuildPlugin[];
  metafile?: boolean;
}

export interface EsbuildPlugin {
  readonly name: string;
  setup(build: EsbuildBuild): void | Promise<void>;
}

export interface EsbuildResult {
  readonly errors: readonly unknown[];
  readonly warnings: readonly unknown[];
  /** Only where nothing is written. */
  readonly outputFiles?: EsbuildOutput[];
  readonly metafile?: {
    readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
  };
}

export interface EsbuildOutput {
  readonly path: string;
  readonly contents: Uint8Array;
  readonly hash: string;
  readonly text: string;
}

export interface EsbuildBuild {
  readonly initialOptions: EsbuildOptions;
  readonly esbuild: { build(options: object): Promise<EsbuildResult> };
  onStart(callback: () => unknown): void;
  onEnd(callback: (result: EsbuildResult) => Promise<object | undefined>): void;
  onDispose(callback: () => void): void;
}

export interface WebpackCompiler {
  readonly context: string;
  readonly options: { readonly output: { readonly filename?: unknown; readonly module?: boolean } };
  readonly hooks: {
    readonly finishMake: { tapPromise(name: string, run: (compilation: WebpackCompilation) => Promise<void>): void };
    readonly thisCompilation: { tap(name: string, run: (compilation: WebpackCompilation) => void): void };
  };
  readonly webpack: {
    readonly Compilation: { readonly PROCESS_ASSETS_STAGE_ADDITIONS: number };
    readonly EntryPlugin: { createDependency(entry: string, options: { readonly name: string }): unknown };
    readonly sources: {
      readonly RawSource: new (content: Buffer) => WebpackSource;
      readonly ReplaceSource: new (
        original: WebpackSource,
      ) => WebpackSource & { replace(start: number, end: number, text: string): void };
    };
  };
}

export interface WebpackSource {
  source(): string | Buffer;
}

export interface WebpackCompilation {
  readonly modules: Iterable<{ readonly resource?: string }>;
  readonly hooks: {
    readonly processAssets: { tap(options: { readonly name: string; readonly stage: number }, run: () => void): void };
  };
  addEntry(
    context: string,
    dependency: unknown,
    options: { readonly name: string; readonly filename: string },
    done: (error: unknown) => void,
  ): void;
  getAssets(): readonly { readonly name: string; readonly source: WebpackSource }[];
  getAsset(name: string): unknown;
  updateAsset(name: string, source: WebpackSource): void;
  emitAsset(name: string, source: WebpackSource): void;
}
