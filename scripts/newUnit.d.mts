// Types of `newUnit.mjs`, for its test.
export function newUnit(
  kind: string | undefined,
  id: string | undefined,
  read: (file: string) => string | undefined,
): { readonly files: ReadonlyMap<string, string> } | { readonly problem: string };
