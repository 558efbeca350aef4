// Short words for values: how a differing value is shown, and what shape a live-in has.
import { types } from "node:util";

/** One value in at most about forty characters, precise enough to tell two different ones apart where that is possible. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value.length <= 40
        ? JSON.stringify(value)
        : `${JSON.stringify(value.slice(0, 37))}… (${value.length} characters)`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return value.name === "" ? "a function" : `function ${value.name}`;
    case "object":
      return value === null ? "null" : describeObject(value);
    default:
      return String(value);
  }
}

/**
 * The shape of a live-in for the report: `string[1200]`, `Float64Array[100]`, `{ id: number, name: string }[50]`, `Map[3]`.
 * Arrays are judged by their first sixteen elements.
 */
export function shapeOf(value: unknown, depth = 0): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (Array.isArray(value)) return `${elementShape(value, depth)}[${value.length}]`;
  if (types.isTypedArray(value)) return `${className(value)}[${value.length}]`;
  if (types.isMap(value) || types.isSet(value)) return `${className(value)}[${value.size}]`;
  if (types.isAnyArrayBuffer(value)) return `${className(value)}[${value.byteLength}]`;
  const name = className(value);
  if (name !== "Object" && name !== "") return name;
  const keys = Object.keys(value);
  if (keys.length === 0) return "{}";
  if (depth === 2) return "{ … }";
  const fields = keys
    .slice(0, 6)
    .map((key) => `${key}: ${shapeOf((value as Record<string, unknown>)[key], depth + 1)}`);
  return `{ ${fields.join(", ")}${keys.length <= 6 ? "" : ", …"} }`;
}

/** Name of the class of an object as its prototype tells it; empty for an object without prototype. Never runs user accessors. */
export function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return "";
  const maker = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value as unknown;
  return typeof maker === "function" ? maker.name : "";
}

function elementShape(values: readonly unknown[], depth: number): string {
  if (depth === 2) return "…";
  const shapes = new Set(Array.from(values.slice(0, 16), (value) => shapeOf(value, depth + 1)));
  if (shapes.size <= 1) return [...shapes][0] ?? "unknown";
  // Rows of a matrix may differ in length; their common shape is what a reader wants.
  const withoutLengths = new Set([...shapes].map((shape) => shape.replace(/\[(?:\d+|…)\]$/, "[…]")));
  if (withoutLengths.size === 1) return [...withoutLengths][0]!;
  return shapes.size <= 3 ? `(${[...shapes].join(" | ")})` : "mixed";
}

function describeObject(value: object): string {
  if (types.isNativeError(value)) {
    const message = Object.getOwnPropertyDescriptor(value, "message")?.value as unknown;
    return `${className(value) || "Error"}: ${typeof message === "string" ? message.slice(0, 80) : ""}`;
  }
  if (types.isDate(value)) return `Date ${Number.isNaN(value.getTime()) ? "invalid" : value.toISOString()}`;
  if (types.isRegExp(value)) return String(value);
  return shapeOf(value, 1);
}
