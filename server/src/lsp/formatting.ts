// Lays out a rewrite as the user's editor would, before it becomes an edit: so it is one step to undo.
import { pathToFileURL } from "node:url";
import { formattedPlan } from "../analysis/formatted.js";
import type { TransformPlan } from "../transforms/transform.js";
import { FORMAT_OPTIONS_REQUEST, type FormatOptionsParams, type FormatOptionsResult } from "./protocol.js";

/** What is used of the protocol's connection. */
export interface FormatAsked {
  sendRequest(name: string, params: object): Promise<unknown>;
}

/**
 * @param file the rewritten one, whose settings hold for all files of the plan
 * @param textOf present text of a file that is there
 * @returns the plan as it is where the client names no settings, or does not answer
 */
export async function formattedFor(
  connection: FormatAsked,
  plan: TransformPlan,
  file: string,
  textOf: (file: string) => string,
): Promise<TransformPlan> {
  const params: FormatOptionsParams = { uri: pathToFileURL(file).href };
  const settings = (await connection
    .sendRequest(FORMAT_OPTIONS_REQUEST, params)
    .catch(() => null)) as FormatOptionsResult;
  return settings === null ? plan : formattedPlan(plan, textOf, settings);
}
