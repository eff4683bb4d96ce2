import type { RawRecord } from "../data.ts";

/** An answer that is not a success, thrown anywhere while a request is served. */
export class JiraError extends Error {
  readonly status: number;
  readonly body: RawRecord;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: RawRecord, headers: Readonly<Record<string, string>> = {}) {
    super(JSON.stringify(body));
    this.name = "JiraError";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The usual error body: `{ errorMessages: [text], errors: {} }`. */
export function refuse(status: number, ...messages: readonly string[]): JiraError {
  return new JiraError(status, { errorMessages: messages, errors: {} });
}

/** The error body of a write that names fields: `{ errorMessages: [], errors: { summary: … } }`. */
export function refuseFields(errors: Readonly<Record<string, string>>): JiraError {
  return new JiraError(400, { errorMessages: [], errors });
}

/** What Jira says for an issue that is not there or may not be seen: it does not tell the two apart. */
export function noSuchIssue(): JiraError {
  return refuse(404, "Issue does not exist or you do not have permission to see it.");
}
