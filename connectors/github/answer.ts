import { z } from "zod";
import { HttpRefusal, jsonOf, textOf, UnreadableAnswer } from "../kit/answer.ts";
import type { Redact } from "../kit/redact-answers.ts";

/** An answer as octokit accepts it from `fetch` with parsing disabled: octokit passes `body` on. */
export type WholeAnswer = Pick<Response, "status" | "headers" | "url"> & { readonly body: unknown };

/**
 * Reads and parses a whole answer, so that it detects a broken off body within the same time limit. Octokit's parser
 * checks every value for numbers beyond 2^53, at several times the cost; the ids that Signalbox reads are smaller in
 * REST, and texts in GraphQL.
 * @param redact applied to the messages of a refusal
 * @throws HttpRefusal, NoAnswer, UnreadableAnswer
 */
export async function readWhole(response: Response, redact: Redact): Promise<WholeAnswer> {
  const { status, headers, url } = response;
  const text = await textOf(response);
  if (!response.ok) throw new HttpRefusal(response, saidIn(redact(text)));
  const body = jsonOf(headers, text) ?? null;
  if (body === null && status !== 204) throw new UnreadableAnswer("nothing", { broken: true });
  return { status, headers, url, body };
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

/** GitHub's message; null if the body comes from elsewhere, such as a proxy's page. */
function saidIn(text: string): string | null {
  try {
    const { message, errors } = ErrorBody.parse(JSON.parse(text));
    return [message, ...errors].join("; ");
  } catch {
    return null;
  }
}
