// What this package uses of unplugin, which is there only where somebody bundles: its own types want every bundler installed.
declare module "unplugin" {
  export interface BuildContext {
    warn(message: string): void;
    /** Native to rollup, vite and rolldown, where it answers with a reference to the emitted file. */
    emitFile(file: import("./host.js").EmittedFile): string;
    /** Known to esbuild and webpack. */
    getNativeBuildContext?(): unknown;
  }

  export interface UnpluginOptions {
    readonly name: string;
    readonly enforce?: "pre";
    resolveId?(id: string): string | undefined;
    loadInclude?(id: string): boolean;
    load?(id: string): string;
    transformInclude?(id: string): boolean;
    transform?(this: BuildContext, code: string, id: string): string | undefined;
    readonly rollup?: object;
    readonly rolldown?: object;
    readonly vite?: object;
    readonly esbuild?: {
      readonly onResolveFilter?: RegExp;
      readonly onLoadFilter?: RegExp;
      setup?(build: never): void;
    };
    webpack?(compiler: never): void;
  }

  export interface Unplugin {
    rollup(): { readonly name: string };
    rolldown(): { readonly name: string };
    vite(): { readonly name: string };
    esbuild(): { readonly name: string; setup(build: unknown): void | Promise<void> };
    webpack(): { apply(compiler: unknown): void };
  }

  export function createUnplugin(
    factory: (options: undefined, meta: { readonly framework: string }) => UnpluginOptions,
  ): Unplugin;
}
