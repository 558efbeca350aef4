// The Nodes that version managers have installed, and which of them each has for everywhere.
import fs from "node:fs";
import path from "node:path";
import { parseVersion } from "./nodeVersion.js";

export interface InstalledNode {
  readonly path: string;
  /** As Node itself writes it: `v20.1.0`. */
  readonly version: string;
  /** e.g. `nvm`. */
  readonly manager: string;
}

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
}

interface Manager {
  readonly name: string;
  /** Folders with one folder for each version. */
  readonly folders: (at: Surroundings) => readonly string[];
  /** From the folder of a version to the one that holds `bin`. */
  readonly below?: string;
}

const managers: readonly Manager[] = [
  {
    name: "nvm",
    folders: ({ env, home }) => [path.join(nvmFolder({ env, home }), "versions/node"), env["NVM_HOME"] ?? ""],
  },
  {
    name: "fnm",
    folders: ({ env, home }) =>
      [env["FNM_DIR"] ?? "", `${home}/.local/share/fnm`, `${home}/.fnm`, `${home}/Library/Application Support/fnm`].map(
        (folder) => folder && path.join(folder, "node-versions"),
      ),
    below: "installation",
  },
  { name: "volta", folders: ({ env, home }) => [path.join(env["VOLTA_HOME"] ?? `${home}/.volta`, "tools/image/node")] },
  { name: "asdf", folders: ({ env, home }) => [path.join(env["ASDF_DATA_DIR"] ?? `${home}/.asdf`, "installs/nodejs")] },
  {
    name: "mise",
    folders: ({ env, home }) => [path.join(env["MISE_DATA_DIR"] ?? `${home}/.local/share/mise`, "installs/node")],
  },
  { name: "nodenv", folders: ({ env, home }) => [path.join(env["NODENV_ROOT"] ?? `${home}/.nodenv`, "versions")] },
  { name: "n", folders: ({ env }) => [path.join(env["N_PREFIX"] ?? "/usr/local", "n/versions/node")] },
];

export function installedNodes(at: Surroundings): readonly InstalledNode[] {
  return managers.flatMap(({ name, folders, below = "" }) =>
    folders(at)
      .filter((folder) => path.isAbsolute(folder))
      .flatMap((folder) =>
        namesIn(folder).flatMap((version): InstalledNode[] => {
          const file = parseVersion(version) && executableIn(path.join(folder, version, below));
          return file === undefined ? [] : [{ path: file, version: `v${version.replace(/^v/, "")}`, manager: name }];
        }),
      ),
  );
}

/** The one that nvm uses where nobody asks for another: a version or a part of one, perhaps by way of another name. */
export function nvmAlias(at: Surroundings, name: string): string | undefined {
  let wish = name;
  for (let steps = 0; steps < 10; steps++) {
    const file = path.join(nvmFolder(at), "alias", wish);
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) return wish === name ? undefined : wish;
    wish = fs.readFileSync(file, "utf8").trim();
  }
  return undefined;
}

/** @returns the `node` in a folder of one version; undefined where there is none */
export function executableIn(folder: string): string | undefined {
  const files = ["bin/node", "node.exe", "bin/node.exe", "node"].map((name) => path.join(folder, name));
  return files.find((file) => fs.existsSync(file) && fs.statSync(file).isFile());
}

function nvmFolder({ env, home }: Surroundings): string {
  return env["NVM_DIR"] ?? path.join(home, ".nvm");
}

function namesIn(folder: string): readonly string[] {
  return fs.existsSync(folder) && fs.statSync(folder).isDirectory() ? fs.readdirSync(folder) : [];
}
