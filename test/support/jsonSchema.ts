// For the tests of published schemas: whether a value fits one.

export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The part of JSON Schema that the published schema uses. @returns the places that do not fit */
export function misfits(value: unknown, schema: Schema, place = "report", root = schema): readonly string[] {
  if (schema.$ref !== undefined) return misfits(value, root.$defs![schema.$ref.replace(/^.*\//, "")]!, place, root);
  if (schema.oneOf !== undefined) {
    const fitting = schema.oneOf.filter((option) => misfits(value, option, place, root).length === 0);
    return fitting.length === 1 ? [] : [`${place}: fits ${fitting.length} of the alternatives`];
  }
  if ("const" in schema) return value === schema.const ? [] : [`${place}: not ${String(schema.const)}`];
  if (schema.enum !== undefined) return schema.enum.includes(value) ? [] : [`${place}: not in the list`];
  const types = [schema.type ?? []].flat();
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const fits = types.some((wanted) => wanted === type || (wanted === "integer" && Number.isInteger(value)));
  if (!fits) return [`${place}: ${type} instead of ${types.join(" or ")}`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => misfits(item, schema.items!, `${place}[${index}]`, root));
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${place}.${name}: missing`),
    ...entries.flatMap(([name, part]) => {
      const own = schema.properties?.[name];
      return own === undefined ? [`${place}.${name}: unknown`] : misfits(part, own, `${place}.${name}`, root);
    }),
  ];
}
