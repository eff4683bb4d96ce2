import { z } from "zod";
import { jsonOf, textOf } from "../kit/answer.ts";

/** An answer that is not 2xx, redirects of a write among them. Internal to this connector: `failure.ts` turns it into a `Failure`. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own words; null where the body is not GitHub's, such as a proxy's page. */
  readonly said: string | null;

  constructor(response: Response, said: string | null) {
    super(`HTTP ${response.status}`);
    this.status = response.status;
    this.headers = response.headers;
    this.said = said;
  }
}

/** An answer as octokit takes it from a `fetch` when it is told not to parse: `body` is handed on as it is. */
export type WholeAnswer = Pick<Response, "status" | "headers" | "url"> & { readonly body: unknown };

/**
 * Reads and parses an answer whole, so that a body that breaks off is noticed here and under the same time limit.
 * Octokit's own parser looks at every value for numbers beyond 2^53, at several times the cost; the ids we read are
 * below that in REST and texts in GraphQL.
 * @throws HttpRefusal, NoAnswer, UnreadableAnswer
 */
export async function readWhole(response: Response): Promise<WholeAnswer> {
  const { status, headers, url } = response;
  const text = await textOf(response);
  if (!response.ok) throw new HttpRefusal(response, saidIn(text));
  return { status, headers, url, body: jsonOf(headers, text) ?? null };
}

const ErrorBody = z.object({
  message: z.string(),
  errors: z
    .array(
      z.union([
        z.string(),
        z
          .object({ message: z.string().optional(), field: z.string().optional(), code: z.string().optional() })
          .transform(({ message, field, code }) => message ?? [field, code].filter(Boolean).join(" ")),
      ]),
    )
    .catch([]),
});

function saidIn(text: string): string | null {
  try {
    const { message, errors } = ErrorBody.parse(JSON.parse(text));
    return [message, ...errors].join("; ");
  } catch {
    return null;
  }
}
