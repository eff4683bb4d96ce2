import type { RawRecord } from "../data.ts";

/** An error answer; any code that serves a request may throw it. */
export class GithubError extends Error {
  readonly status: number;
  readonly body: RawRecord;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: RawRecord, headers: Readonly<Record<string, string>> = {}) {
    super(String(body["message"]));
    this.name = "GithubError";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const DOCUMENTATION = "https://docs.github.com/rest";

/** The usual error body: `{ message, documentation_url, status }`. */
export function refuse(status: number, message: string): GithubError {
  return new GithubError(status, { message, documentation_url: DOCUMENTATION, status: String(status) });
}

/** GitHub's answer for a missing or hidden thing, which it does not distinguish. */
export function notFound(): GithubError {
  return refuse(404, "Not Found");
}

/** GitHub's words for a resource behind a single sign-on. */
export const signOnMessage =
  "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.";

export type FieldProblem = {
  readonly resource: string;
  readonly field: string;
  readonly code: "missing_field" | "missing" | "invalid" | "custom" | "already_exists" | "unprocessable";
  readonly message?: string;
  readonly value?: unknown;
};

/** 422 with the invalid fields. */
export function invalid(...errors: readonly FieldProblem[]): GithubError {
  const body = { message: "Validation Failed", errors, documentation_url: DOCUMENTATION, status: "422" };
  return new GithubError(422, body);
}

/** 422 in the simple shape of some endpoints: texts only. */
export function invalidPlainly(...errors: readonly string[]): GithubError {
  const body = { message: "Validation Failed", errors, documentation_url: DOCUMENTATION, status: "422" };
  return new GithubError(422, body);
}

/** 422 for a body of the wrong shape, with a message only. */
export function malformed(message: string): GithubError {
  return refuse(422, `Invalid request.\n\n${message}`);
}
