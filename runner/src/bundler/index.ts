// The door `./bundler`: a plugin for esbuild, rollup, rolldown, vite and webpack that emits each kernel module as an entry of its own.
import { createUnplugin, type UnpluginOptions } from "unplugin";
import { esbuildOptions } from "./esbuild.js";
import { rollupOptions } from "./rollup.js";
import { webpackOptions } from "./webpack.js";

/** A plugin as rollup, rolldown and vite take it. */
export interface RollupPlugin {
  readonly name: string;
}

export interface EsbuildPlugin {
  readonly name: string;
  setup(build: unknown): void | Promise<void>;
}

export interface WebpackPlugin {
  apply(compiler: unknown): void;
}

const plugin = createUnplugin((_options, { framework }) => optionsFor(framework));

/**
 * The plugin for each bundler. A program that is bundled for Node with it emits each `*.kernels.*` module as a file of its own,
 * which workers load; where the runner is part of the bundle, its worker and its pool are put into the folder `loopsmith-runner`
 * beside it. One plugin object is for one build.
 */
export const esbuild = (): EsbuildPlugin => plugin.esbuild();
export const rollup = (): RollupPlugin => plugin.rollup();
export const rolldown = (): RollupPlugin => plugin.rolldown();
export const vite = (): RollupPlugin => plugin.vite();
export const webpack = (): WebpackPlugin => plugin.webpack();

export default { esbuild, rollup, rolldown, vite, webpack };

function optionsFor(framework: string): UnpluginOptions {
  if (framework === "esbuild") return esbuildOptions();
  return framework === "webpack" ? webpackOptions() : rollupOptions();
}
