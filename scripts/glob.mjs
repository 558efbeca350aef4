import fs from "node:fs";
import path from "node:path";

/**
 * Lists the files below some folders whose path matches, sorted, with forward slashes. Skips `node_modules` and `dist`.
 * @param {readonly string[]} folders
 * @param {RegExp} pattern
 * @returns {string[]}
 */
export function globSync(folders, pattern) {
  const found = [];
  const visit = (folder) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === "node_modules" || entry.name === "dist") continue;
      const full = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (pattern.test(full)) found.push(full);
    }
  };
  for (const folder of folders) if (fs.existsSync(folder)) visit(folder);
  return found.sort();
}
