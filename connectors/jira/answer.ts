import { z } from "zod";
import { HttpRefusal, jsonOf, textOf, UnreadableAnswer } from "../kit/answer.ts";
import type { Redact } from "../kit/redact-answers.ts";

/** An answer that is not 2xx, with Jira's messages for each field. */
export class JiraRefusal extends HttpRefusal {
  readonly said: JiraErrors;

  constructor(response: Pick<HttpRefusal, "status" | "headers">, said: JiraErrors) {
    const words = [...said.messages, ...Object.entries(said.fields).map(([field, says]) => `${field}: ${says}`)];
    super(response, words.join(" ") || null);
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
 * @param redact applied to the messages of a refusal
 * @throws JiraRefusal, NoAnswer, UnreadableAnswer
 */
export async function readAnswer(response: Response, redact: Redact): Promise<unknown> {
  if (response.status >= 300 && response.status < 400) {
    throw new UnreadableAnswer(`a redirect to ${placeOf(response)}`, { broken: false });
  }
  const text = await textOf(response);
  if (isForAnonymous(response)) throw new JiraRefusal({ status: 401, headers: response.headers }, anonymous);
  if (!response.ok) throw new JiraRefusal(response, saidIn(redact(text)));
  return jsonOf(response.headers, text);
}

/** The host of a redirect, as of a site that was renamed or of a single sign-on; not its address, which may hold secrets. */
function placeOf({ headers, url }: Response): string {
  const to = URL.parse(headers.get("location") ?? "", url);
  return to === null || to.host === URL.parse(url)?.host ? "another page" : to.host;
}

const anonymous: JiraErrors = { messages: ["It answers as to an anonymous caller."], fields: {} };

/**
 * Whether Jira did not accept the token and answered all the same: an empty search, or 404 for what it hides from the
 * public. Only a header says so (MrRefactoring/jira.js#418).
 */
function isForAnonymous({ status, headers }: Response): boolean {
  const isAnswered = status < 500 && status !== 429;
  return isAnswered && /\bAUTHENTICAT(?:ED_FAILED|ION_DENIED)\b/u.test(headers.get("x-seraph-loginreason") ?? "");
}

/** Jira's messages; empty if the body comes from elsewhere, such as a proxy's page. */
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
