import { z } from "zod";
import { jsonOf, textOf, UnreadableAnswer } from "../kit/answer.ts";

/** An answer that is not 2xx. Internal to this connector: `client.ts` turns it into a `Failure`. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";
  readonly status: number;
  readonly headers: Headers;
  readonly said: JiraErrors;

  constructor(response: Response, said: JiraErrors) {
    super(`HTTP ${response.status}`);
    this.status = response.status;
    this.headers = response.headers;
    this.said = said;
  }
}

export type JiraErrors = { readonly messages: readonly string[]; readonly fields: Readonly<Record<string, string>> };

const ErrorBody = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z.record(z.string(), z.string()).catch({}),
  message: z.string().optional().catch(undefined),
});

/**
 * Reads an answer whole.
 * @throws HttpRefusal, NoAnswer, UnreadableAnswer
 */
export async function readAnswer(response: Response): Promise<unknown> {
  if (response.status >= 300 && response.status < 400) {
    throw new UnreadableAnswer("a redirect to another page", { broken: false });
  }
  const text = await textOf(response);
  if (!response.ok) throw new HttpRefusal(response, saidIn(text));
  return jsonOf(response.headers, text);
}

/** Jira's own words; nothing where the body is not Jira's, such as a proxy's page. */
function saidIn(text: string): JiraErrors {
  try {
    const body = ErrorBody.parse(JSON.parse(text));
    return {
      messages: body.message === undefined ? body.errorMessages : [...body.errorMessages, body.message],
      fields: body.errors,
    };
  } catch {
    return { messages: [], fields: {} };
  }
}
