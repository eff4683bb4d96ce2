import { existsSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { laxSchemas, plainSchemas } from "./openapi-schemas.ts";
import { at, isObject, objectsAt, textAt } from "./json.ts";
import type { Json } from "./json.ts";

export type SentRequest = {
  readonly method: string;
  /** Path below the API's root, e.g. `/rest/api/3/myself`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed body, undefined if none was sent. */
  readonly body?: unknown;
};

export type GivenAnswer = Pick<SentRequest, "method" | "path"> & { readonly status: number; readonly body?: unknown };

/** A published description of an API, for checks of requests and answers. Each method returns the problems. */
export type ApiDescription = {
  /** `get /rest/api/3/myself`, or null if the description has no such operation. */
  operation(method: string, path: string): string | null;
  /** Strict: no unknown members or parameters. An undescribed operation is a problem too. */
  requestProblems(request: SentRequest): readonly string[];
  /** Loose: allows unknown members and nulls, ignores formats. An undescribed operation is no problem. */
  answerProblems(answer: GivenAnswer): readonly string[];
};

/**
 * Reads an OpenAPI 3.0 file.
 * @param file path from the project's root
 * @returns null if the file does not exist, so that tests can be skipped
 */
export function readApiDescription(file: string): ApiDescription | null {
  if (!existsSync(file)) {
    return null;
  }
  const document: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isObject(document)) {
    throw new TypeError(`${file} is no OpenAPI description`);
  }
  return new Description(document);
}

class Description implements ApiDescription {
  readonly #document: Json;
  readonly #strict = new Ajv({ strict: false, allErrors: true });
  readonly #lax = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  /** For query parameters, which are all text on the wire. */
  readonly #coercing = new Ajv({ strict: false, allErrors: true, validateFormats: false, coerceTypes: "array" });
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #templates: readonly { template: string; pattern: RegExp }[];

  constructor(document: Json) {
    this.#document = document;
    formats.default(this.#strict);
    const plain = plainSchemas(document);
    this.#strict.addSchema(plain, "api");
    this.#coercing.addSchema(plain, "api");
    this.#lax.addSchema(laxSchemas(document), "api");
    // Templates with more literal segments come first: `/issue/bulkfetch` before `/issue/{issueIdOrKey}`.
    this.#templates = Object.keys(objectAt(document, "paths"))
      .toSorted((a, b) => a.split("{").length - b.split("{").length)
      .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, "[^/]+")}$`) }));
  }

  operation(method: string, path: string): string | null {
    const template = this.#template(method, path);
    return template === null ? null : `${method.toLowerCase()} ${template}`;
  }

  requestProblems(request: SentRequest): readonly string[] {
    const template = this.#template(request.method, request.path);
    if (template === null) {
      return [`${request.method} ${request.path}: not described`];
    }
    const pointer = ["paths", template, request.method.toLowerCase()];
    const problems = [...this.#queryProblems(pointer, request.query), ...this.#bodyProblems(pointer, request.body)];
    return problems.map((problem) => `${request.method} ${template}: ${problem}`);
  }

  answerProblems(answer: GivenAnswer): readonly string[] {
    const template = this.#template(answer.method, answer.path);
    const responses = ["paths", template ?? "", answer.method.toLowerCase(), "responses"];
    const pointer = [...this.#followed([...responses, String(answer.status)]), "content"];
    const content = at(this.#document, ...pointer);
    const type = isObject(content) ? Object.keys(content).find((name) => name.includes("json")) : undefined;
    if (type === undefined || at(content, type, "schema") === undefined) {
      return [];
    }
    const validate = this.#validator(this.#lax, "answer", { $ref: reference([...pointer, type, "schema"]) });
    const where = `${answer.method} ${template} → ${answer.status}`;
    return validate(answer.body) ? [] : said(validate.errors).map((text) => `${where}: ${text}`);
  }

  #template(method: string, path: string): string | null {
    const matches = this.#templates.filter(({ pattern }) => pattern.test(path)).map(({ template }) => template);
    return (
      matches.find((template) => at(this.#document, "paths", template, method.toLowerCase()) !== undefined) ?? null
    );
  }

  #bodyProblems(pointer: readonly string[], body: unknown): readonly string[] {
    const schema = [...pointer, "requestBody", "content", "application/json", "schema"];
    if (at(this.#document, ...schema) === undefined) {
      return body === undefined ? [] : ["takes no body"];
    }
    const required = at(this.#document, ...pointer, "requestBody", "required") === true;
    if (body === undefined) {
      return required ? ["wants a body"] : [];
    }
    const validate = this.#validator(this.#strict, "request", { $ref: reference(schema) });
    return validate(body) ? [] : said(validate.errors);
  }

  #queryProblems(pointer: readonly string[], query: URLSearchParams): readonly string[] {
    const shared = pointer.slice(0, 2);
    const places = [pointer, shared].flatMap((place) =>
      objectsAt(this.#document, ...place, "parameters").map((_, index) =>
        this.#followed([...place, "parameters", String(index)]),
      ),
    );
    const known = new Map<string, readonly string[]>();
    for (const place of places) {
      const parameter = this.#at(place);
      if (at(parameter, "in") === "query") {
        known.set(textAt(parameter, "name") ?? "", place);
      }
    }
    const unknown = [...new Set(query.keys())].filter((name) => !known.has(name));
    const missing = [...known].filter(([name, place]) => at(this.#at(place), "required") === true && !query.has(name));
    const present = [...known].filter(([name]) => query.has(name));
    return [
      ...unknown.map((name) => `unknown parameter ${name}`),
      ...missing.map(([name]) => `missing parameter ${name}`),
      ...present.flatMap(([name, place]) =>
        this.#valueProblems(place, query.getAll(name)).map((text) => `parameter ${name}: ${text}`),
      ),
    ];
  }

  #valueProblems(place: readonly string[], texts: readonly string[]): readonly string[] {
    const isList = at(this.#at(place), "schema", "type") === "array";
    const value = isList ? texts.flatMap((text) => text.split(",")) : texts[0];
    const schema = { properties: { value: { $ref: reference([...place, "schema"]) } } };
    const validate = this.#validator(this.#coercing, "query", schema);
    return validate({ value }) ? [] : said(validate.errors);
  }

  #validator(ajv: Ajv, use: string, schema: Json): ValidateFunction {
    const key = `${use} ${JSON.stringify(schema)}`;
    const validate = this.#compiled.get(key) ?? ajv.compile(schema);
    this.#compiled.set(key, validate);
    return validate;
  }

  /** The target of a pointer, through a reference. */
  #followed(pointer: readonly string[]): readonly string[] {
    const ref = textAt(this.#at(pointer), "$ref");
    return ref === null ? pointer : ref.replace("#/", "").split("/");
  }

  #at(pointer: readonly string[]): unknown {
    let current: unknown = this.#document;
    for (const name of pointer) {
      current = Array.isArray(current) ? current[Number(name)] : at(current, name);
    }
    return current;
  }
}

function objectAt(value: unknown, ...path: readonly string[]): Json {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

function reference(pointer: readonly string[]): string {
  const escaped = pointer.map((name) => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1")));
  return `api#/${escaped.join("/")}`;
}

function said(errors: readonly ErrorObject[] | null | undefined): readonly string[] {
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || "body"} ${message ?? ""} ${JSON.stringify(params)}`,
  );
}
