// `loopsmith install`: puts the runner that this command carries into a project, and has its package manager install it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { applyTextEdits } from "../transforms/support/applyEdits.js";
import { runnerFrom, runnerName } from "../transforms/support/packageJson.js";
import { commandFor, gettingOf } from "./packageManager.js";
import { type Terminal, UserProblem } from "./problem.js";

export interface InstallOptions {
  /** Folder of the package, or one inside of it, relative to the current one. */
  readonly folder: string | undefined;
  /** Only says what would be done. */
  readonly dry: boolean;
}

/** What lies outside of the project; tests put something else in its place. */
export interface Surroundings {
  /** Absolute path of the tarball that this command carries. */
  readonly tarball: string;
  /** Runs the package manager's command in the folder of the package. @throws UserProblem where it fails */
  readonly manage: (home: string, command: readonly [string, ...string[]]) => void;
}

/**
 * @returns the exit status
 * @throws UserProblem where there is no manifest, or where the package manager fails; the manifest is then what it was.
 */
export function install(
  { folder = ".", dry }: InstallOptions,
  terminal: Terminal,
  surroundings: Surroundings = { tarball: carriedTarball(), manage: runIn },
): number {
  const prepared = prepareInstall(path.resolve(terminal.cwd, folder), surroundings.tarball);
  if ("there" in prepared) {
    terminal.out(`${runnerName} is there already: ${prepared.there}`);
    return 0;
  }
  const { home, command } = prepared;
  if (dry) {
    terminal.out(prepared.plan);
    return 0;
  }
  prepared.begin();
  terminal.err(command.join(" "));
  try {
    surroundings.manage(home, command);
  } catch (error) {
    prepared.undo();
    throw error;
  }
  terminal.out(prepared.finish());
  return 0;
}

/** What is to be done in a package that lacks the runner; the package manager's command is left to whoever asks. */
export interface PreparedInstall {
  /** Folder of the package, absolute. */
  readonly home: string;
  readonly command: readonly [string, ...string[]];
  /** What would be done, for people. */
  readonly plan: string;
  /** Copies the runner and names it in the manifest. */
  begin(): void;
  /** Makes the manifest what it was. */
  undo(): void;
  /** @returns what has been done. @throws UserProblem where the runner still cannot be found */
  finish(): string;
}

/**
 * @param target absolute path of a folder of the package
 * @param carried absolute path of the tarball; the one that this program carries
 * @throws UserProblem where there is no manifest
 */
export function prepareInstall(
  target: string,
  carried: string = carriedTarball(),
): PreparedInstall | { readonly there: string } {
  const tarball = `vendor/${path.basename(carried)}`;
  const edit = runnerFrom(path.join(target, "index.js"), `file:${tarball}`);
  if (edit === undefined) {
    throw new UserProblem(`There is no package.json in ${target} or above.`, "Create one, for example with npm init.");
  }
  const home = path.dirname(edit.file);
  const there = installedRunner(home);
  if (there !== undefined) return { there };
  const command = commandFor(home);
  const before = fs.readFileSync(edit.file, "utf8");
  return {
    home,
    command,
    plan: `copy     ${carried}\nto       ${path.join(home, tarball)}\nin       ${edit.file}\nwrite    "${runnerName}": "file:${tarball}"\nand run  ${command.join(" ")}`,
    begin() {
      fs.mkdirSync(path.join(home, "vendor"), { recursive: true });
      fs.copyFileSync(carried, path.join(home, tarball));
      fs.writeFileSync(edit.file, applyTextEdits(before, edit.edits));
    },
    undo: () => fs.writeFileSync(edit.file, before),
    finish() {
      if (installedRunner(home) === undefined) {
        throw new UserProblem(
          `${command[0]} has ended well, but ${runnerName} cannot be found from ${home}.`,
          `Look at what it said, and at the dependency on ${tarball}.`,
          1,
        );
      }
      return `${runnerName} is installed from ${tarball}. Put that file under version control with package.json.`;
    },
  };
}

/** The folder of the runner that a file of the package would import. */
function installedRunner(home: string): string | undefined {
  try {
    const require = createRequire(path.join(home, "index.js"));
    return path.dirname(require.resolve(`${runnerName}/package.json`));
  } catch {
    return undefined;
  }
}

function runIn(home: string, [file, ...args]: readonly [string, ...string[]]): void {
  // Settings that an outer npm passes down name another project.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/i.test(name)));
  // On Windows these are scripts, which only a shell runs; no argument holds anything that it would take for more than text.
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(file, args, { cwd: home, env, stdio: ["ignore", "inherit", "inherit"], shell });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    throw new UserProblem(
      `This project uses ${file}, which is not installed.`,
      `Get it (${gettingOf(file)}), then run loopsmith install again; package.json is what it was.`,
      1,
    );
  }
  if (status !== 0) {
    throw new UserProblem(
      `${file} could not install the runner (exit status ${status}).`,
      "The lines above say why.",
      1,
    );
  }
}

/** In the npm package and in the packed extension beside or above this file, in the repository in the build. */
function carriedTarball(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  for (const folder of [here, path.join(here, ".."), path.join(here, "../../dist")]) {
    const name = fs.existsSync(folder)
      ? fs.readdirSync(folder).find((each) => /^loopsmith-runner-.*\.tgz$/.test(each))
      : undefined;
    if (name !== undefined) return path.join(folder, name);
  }
  throw new UserProblem(
    "The runner that belongs to this command is missing.",
    "Run `npm run build` in the Loopsmith repository, or install Loopsmith again.",
    1,
  );
}
