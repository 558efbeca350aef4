// Types of `flatTypes.mjs`, for its test.
export function flatTypes(door: string): string;
