// Which documents have loops that can be judged, and what is said of the others. Pure.
import { t } from "../text.js";

/**
 * @param scheme of the document's address
 * @returns a sentence what is in the way and one what to do; undefined for a file on disk
 */
export function whyNotAnalysed(scheme: string): string | undefined {
  switch (scheme) {
    case "file":
      return undefined;
    case "vscode-notebook-cell":
      return t(
        "Loopsmith does not look into notebooks: a cell has no program around it that could be proved or measured. Move the loop into a file.",
      );
    case "untitled":
      return t("This text has not been saved yet. Save it as a TypeScript or JavaScript file first.");
    default:
      return t("Loopsmith judges loops of files on disk, and this one is not. Open the folder on disk.");
  }
}
