import type { GithubConnection } from "../../src/ports/connection.ts";
import type { HeaderReader } from "../kit/rate-headers.ts";
import type { GraphqlError } from "./graphql-refusal.ts";

/** Whether an organisation's single sign-on is what keeps something from a token that may well have the permission. */
export function isBehindSignOn({ message, extensions }: Pick<GraphqlError, "message" | "extensions">): boolean {
  return extensions?.saml_failure === true || /organization SAML enforcement/iu.test(message);
}

/** What to do about it, with the address that GitHub names in `x-github-sso` where it is one of this GitHub. */
export function signOnRemedy({ key, webUrl }: Pick<GithubConnection, "key" | "webUrl">, headers: HeaderReader): string {
  const told = /(?:^|[;\s])url=([^;\s]+)/u.exec(headers.get("x-github-sso") ?? "")?.[1] ?? "";
  const isOurs = URL.canParse(told) && new URL(told).origin === new URL(webUrl).origin;
  const place = isOurs ? ` at ${told}` : "";
  return `Authorise the token of connection ${key} for the organisation's single sign-on${place}.`;
}
