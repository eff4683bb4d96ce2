/** A JSON object of unknown shape. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of names and indexes, undefined where it ends early. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === "number") {
      current = current.at(step);
    } else if (isObject(current) && Object.hasOwn(current, step)) {
      current = current[step];
    } else {
      return undefined;
    }
  }
  return current;
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" ? found : null;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function objectsAt(value: unknown, ...path: readonly (string | number)[]): readonly Json[] {
  return listAt(value, ...path).filter(isObject);
}

/** Member names of the object at a path. */
export function namesAt(value: unknown, ...path: readonly (string | number)[]): readonly string[] {
  const found = at(value, ...path);
  return isObject(found) ? Object.keys(found) : [];
}

/** The text members of that name, at any depth. */
export function textsNamed(value: unknown, name: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === "string" ? [inner] : textsNamed(inner, name),
  );
}
