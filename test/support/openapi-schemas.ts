import { isObject } from "./json.ts";
import type { Json } from "./json.ts";

/** Turns OpenAPI 3.0 schemas into plain JSON Schema: `nullable` and references; nothing else that we use differs. */
export function plainSchemas(document: Json): Json {
  return rewritten(document, (schema) => schema);
}

/** The same, but loose: allows unknown members everywhere, and null for any member. */
export function laxSchemas(document: Json): Json {
  return rewritten(document, (schema) => {
    const { additionalProperties, ...rest } = schema;
    const open = additionalProperties === false || additionalProperties === undefined ? rest : schema;
    const properties = open["properties"];
    if (!isObject(properties)) {
      return open;
    }
    const loosened = Object.entries(properties).map(([name, property]) => [name, orNull(property)] as const);
    return { ...open, properties: Object.fromEntries(loosened) };
  });
}

function rewritten(value: Json, loosen: (schema: Json) => Json): Json {
  const entries = Object.entries(value).map(([name, child]) => [name, rewrittenAny(name, child, loosen)] as const);
  const { nullable, ...schema } = loosen(Object.fromEntries(entries));
  const plain = typeof nullable === "boolean" ? schema : { ...schema, ...(nullable === undefined ? {} : { nullable }) };
  const result = nullable === true ? orNull(plain) : plain;
  return isObject(result) ? result : plain;
}

function rewrittenAny(name: string, child: unknown, loosen: (schema: Json) => Json): unknown {
  if (name === "$ref" && typeof child === "string") {
    return child.startsWith("#/") ? `api${child}` : child;
  }
  // Examples are data, not schemas, and may contain anything.
  if (name === "example" || name === "examples") {
    return undefined;
  }
  if (Array.isArray(child)) {
    return child.map((entry: unknown) => rewrittenAny("", entry, loosen));
  }
  return isObject(child) ? rewritten(child, loosen) : child;
}

function orNull(schema: unknown): unknown {
  if (!isObject(schema)) {
    return schema;
  }
  const { type } = schema;
  // With a type name, errors stay readable; elsewhere (references, unions) null is one more alternative.
  if (typeof type === "string") {
    const values = schema["enum"];
    return { ...schema, type: [type, "null"], ...(Array.isArray(values) ? { enum: [...values, null] } : {}) };
  }
  return { anyOf: [{ type: "null" }, schema] };
}
