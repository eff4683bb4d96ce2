import { z } from "zod";

const GraphqlError = z.object({
  type: z.string().optional().catch(undefined),
  message: z.string().catch("no reason given"),
  path: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .catch(undefined),
});
export type GraphqlError = z.infer<typeof GraphqlError>;

/** What `octokit.graphql` throws when a 200 carries errors; told by its shape, since its class is not ours to import. */
const Thrown = z.object({
  name: z.literal("GraphqlResponseError"),
  headers: z.record(z.string(), z.unknown()).catch({}),
  errors: z.array(GraphqlError).catch([]),
  data: z.unknown(),
});

/** A GraphQL answer with errors. `data` may hold a part of what was asked for: never to be taken for the whole. */
export class GraphqlRefusal extends Error {
  override readonly name = "GraphqlRefusal";
  readonly errors: readonly GraphqlError[];
  readonly headers: Headers;
  readonly data: unknown;

  constructor(thrown: z.infer<typeof Thrown>, cause: unknown) {
    super("GraphQL errors", { cause });
    this.errors = thrown.errors;
    this.data = thrown.data;
    this.headers = new Headers();
    for (const [name, value] of Object.entries(thrown.headers)) {
      if (typeof value === "string" || typeof value === "number") this.headers.set(name, String(value));
    }
  }
}

/** Octokit wraps what our transport throws: the reason itself, where it is one we know. */
export function reasonOf(error: unknown): unknown {
  const thrown = Thrown.safeParse(error);
  if (thrown.success) return new GraphqlRefusal(thrown.data, error);
  // A RequestError of status 500 stands for everything that went wrong while sending.
  return error instanceof Error && error.name === "HttpError" && error.cause instanceof Error ? error.cause : error;
}
