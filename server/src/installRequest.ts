// Installs the runner into the package of a file for the editor: the steps of `loopsmith install`, without blocking the server.
import { runChild } from "./bench/childProcess.js";
import { prepareInstall } from "./cli/install.js";
import { UserProblem } from "./cli/problem.js";
import type { InstallParams, InstallResult } from "./lsp/protocol.js";

/** How long a package manager may take, in milliseconds. */
const mostMs = 600_000;

/**
 * @param tarball absolute path of the runner's package; without it the one that the server carries
 * @returns what came of it; the manifest is what it was where nothing was installed
 */
export async function runInstall(
  { folder, dry }: InstallParams,
  signal: AbortSignal,
  tarball?: string,
): Promise<InstallResult> {
  try {
    const prepared = prepareInstall(folder, tarball);
    if ("there" in prepared) return { kind: "there", message: prepared.there };
    if (dry) return { kind: "missing", message: prepared.home };
    prepared.begin();
    const { home, command } = prepared;
    const shell = process.platform === "win32" ? ["cmd", "/c"] : [];
    const end = await runChild([...shell, ...command], { cwd: home, env: ownEnvironment(), signal, timeoutMs: mostMs });
    if (end.status === 0) return { kind: "installed", message: prepared.finish() };
    prepared.undo();
    if (end.why === "aborted")
      return { kind: "problem", message: "The installation was cancelled.", help: "package.json is what it was." };
    if (end.errorCode === "ENOENT")
      return {
        kind: "problem",
        message: `This project uses ${command[0]}, which is not installed.`,
        help: `Install ${command[0]}, then try again.`,
      };
    const said = end.errorOutput.trim().split("\n").at(-1) ?? "";
    return {
      kind: "problem",
      message: `${command[0]} could not install the runner${said === "" ? "." : `: ${said}`}`,
      help: `package.json is what it was. Run it in a terminal to see more: ${command.join(" ")}`,
    };
  } catch (error) {
    if (error instanceof UserProblem) return { kind: "problem", message: error.message, help: error.help };
    throw error;
  }
}

/** Settings that an outer npm passes down name another project. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/i.test(name)));
}
