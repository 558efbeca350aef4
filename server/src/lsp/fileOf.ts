// The file of a document, where it has one.
import { fileURLToPath } from "node:url";

/** Only files on disk are analysed; untitled and virtual documents have no program around them. */
export function fileOf(uri: string): string | undefined {
  return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
}
