import { z } from "zod";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Redact } from "../kit/redact-answers.ts";
import type { HeaderReader } from "../kit/rate-headers.ts";

const GraphqlError = z.object({
  type: z.string().optional().catch(undefined),
  message: z.string().catch("no reason given"),
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
  extensions: z
    .object({ saml_failure: z.boolean().catch(false), code: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
export type GraphqlError = z.infer<typeof GraphqlError>;

/**
 * The error of `octokit.graphql` for a 200 with errors; identified by its shape, since octokit does not export its
 * class.
 */
const Thrown = z.object({
  name: z.literal("GraphqlResponseError"),
  headers: z.record(z.string(), z.unknown()).catch({}),
  errors: z.array(GraphqlError).catch([]),
  data: z.unknown(),
});

/** A GraphQL answer with errors. `data` may be incomplete. */
export class GraphqlRefusal extends Error {
  override readonly name = "GraphqlRefusal";
  readonly errors: readonly GraphqlError[];
  readonly headers: Headers;
  readonly data: unknown;

  constructor({ errors, headers, data }: Pick<GraphqlRefusal, "errors" | "headers" | "data">, cause: unknown) {
    super("GraphQL errors", { cause });
    this.errors = errors;
    this.data = data;
    this.headers = headers;
  }
}

/**
 * The known error within octokit's wrapper.
 * @param redact applied to GitHub's messages in a 200
 */
export function reasonOf(error: unknown, redact: Redact): unknown {
  const thrown = Thrown.safeParse(error);
  if (thrown.success) {
    const errors = thrown.data.errors.map((one) => ({ ...one, message: redact(one.message) }));
    return new GraphqlRefusal({ ...thrown.data, errors, headers: headersOf(thrown.data) }, error);
  }
  // Octokit throws a RequestError with status 500 for every error while sending.
  return error instanceof Error && error.name === "HttpError" && error.cause instanceof Error ? error.cause : error;
}

function headersOf({ headers }: z.infer<typeof Thrown>): Headers {
  const texts = Object.entries(headers).filter(([, value]) => typeof value === "string" || typeof value === "number");
  return new Headers(texts.map(([name, value]) => [name, String(value)]));
}

/** Whether an organisation's single sign-on hides something from a token that may have the permission. */
export function isBehindSignOn({ message, extensions }: Pick<GraphqlError, "message" | "extensions">): boolean {
  return extensions?.saml_failure === true || /organization SAML enforcement/iu.test(message);
}

/**
 * Whether GitHub refused the whole query because its schema lacks something: graphql-ruby gives the code of the rule
 * (`undefinedField`), and no type.
 */
export function isUnknownToSchema({ type, extensions }: GraphqlError): boolean {
  return (
    type === undefined && extensions?.code !== undefined && /^undefined|^argumentNotAccepted$/u.test(extensions.code)
  );
}

/** The remedy for single sign-on, with the URL in `x-github-sso` if it belongs to this GitHub. */
export function signOnRemedy({ key, webUrl }: Pick<GithubConnection, "key" | "webUrl">, headers: HeaderReader): string {
  const url = /(?:^|[;\s])url=([^;\s]+)/u.exec(headers.get("x-github-sso") ?? "")?.[1] ?? "";
  const isOurs = URL.canParse(url) && new URL(url).origin === new URL(webUrl).origin;
  const place = isOurs ? ` at ${url}` : "";
  return `Authorise the token of connection ${key} for the organisation's single sign-on${place}.`;
}
