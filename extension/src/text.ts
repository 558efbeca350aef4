// The texts that the extension itself shows, in the user's language; without the editor, as in unit tests, in English.

type Value = string | number;
export type Translate = (message: string, ...values: Value[]) => string;

let translate: Translate = fill;

/** Called once, by the entry, with the editor's own function. */
export function useTranslation(own: Translate): void {
  translate = own;
}

/**
 * @param message the English text, which is also the key of `l10n/bundle.l10n.*.json`; `{0}`, `{1}` … stand for the values
 */
export function t(message: string, ...values: readonly Value[]): string {
  return translate(message, ...values);
}

function fill(message: string, ...values: readonly Value[]): string {
  return message.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)] ?? ""));
}
