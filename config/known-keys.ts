import type { Path } from "./problems.ts";

export type Schema = Readonly<Record<string, unknown>>;

/**
 * The keys that a file may have at a place by its JSON Schema, without older words.
 * @param beside keys that are there: of several forms, they tell which one is meant
 */
export function keysAt(root: Schema, path: Path, beside: readonly string[]): string[] {
  let schemas: Schema[] = [root];
  for (const step of path)
    schemas = schemas.flatMap((schema) => stepInto(schema, step)).flatMap((schema) => alternatives(schema, root));
  const meant = schemas.filter((schema) => requiredBy(schema).every((key) => beside.includes(key)));
  const keys = (meant.length > 0 ? meant : schemas).flatMap((schema) => [
    ...keysOf(schema["properties"]),
    ...namesOf(schema["propertyNames"]),
  ]);
  return [...new Set(keys)].filter((key) => !hidden.has(key));
}

const hidden: ReadonlySet<string> = new Set(["$schema", "programIncrements", "pis"]);

function stepInto(schema: Schema, step: string | number): Schema[] {
  const properties = schema["properties"];
  const inner =
    typeof step === "number"
      ? schema["items"]
      : ((isSchema(properties) ? properties[step] : undefined) ?? schema["additionalProperties"]);
  return isSchema(inner) ? [inner] : [];
}

/** The schema itself, its reference, or all its alternatives. */
function alternatives(schema: Schema, root: Schema): Schema[] {
  const named = schema["$ref"];
  if (typeof named === "string") return alternatives(definition(root, named), root);
  const choice = schema["anyOf"] ?? schema["oneOf"];
  return Array.isArray(choice) ? choice.filter(isSchema).flatMap((inner) => alternatives(inner, root)) : [schema];
}

function definition(root: Schema, reference: string): Schema {
  const definitions = root["definitions"];
  const found = isSchema(definitions) ? definitions[reference.replace("#/definitions/", "")] : undefined;
  return isSchema(found) ? found : {};
}

function requiredBy(schema: Schema): string[] {
  const { required } = schema;
  return Array.isArray(required) ? required.map(String) : [];
}

function keysOf(properties: unknown): string[] {
  return isSchema(properties) ? Object.keys(properties) : [];
}

function namesOf(propertyNames: unknown): string[] {
  const names = isSchema(propertyNames) ? propertyNames["enum"] : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
