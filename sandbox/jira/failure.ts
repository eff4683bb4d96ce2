import type { RawRecord } from "../data.ts";

/** An error answer; any code that serves a request may throw it. */
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

/** Jira's answer for a missing or hidden issue, which it does not distinguish. */
export function noSuchIssue(): JiraError {
  return refuse(404, "Issue does not exist or you do not have permission to see it.");
}
