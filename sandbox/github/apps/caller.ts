import { createVerify } from "node:crypto";
import { isRecord, numberAt } from "../../record.ts";
import { GithubError, refuse } from "../failure.ts";
import { requireToken } from "../gate.ts";
import { now, type HostState } from "../host-state.ts";
import { covers, type App, type Credentials } from "./app-registry.ts";

/** The host as the sender of a request sees it. @throws GithubError 401 */
export function seenByCaller(
  state: HostState,
  authorization: string | undefined,
  credentials: Credentials = "token",
): HostState {
  if (credentials === "none") return state;
  const [, token = ""] = authorization?.split(" ") ?? [];
  if (credentials === "app") return { ...state, caller: { kind: "app", app: appBehind(state, token) } };
  const installation = state.apps.behind(token, now(state));
  if (installation === null) {
    requireToken(state, authorization);
    return state;
  }
  return {
    ...state,
    login: `${installation.app.slug}[bot]`,
    repositories: state.repositories.limitedTo((repository) => covers(installation, repository)),
    caller: { kind: "installation", installation },
  };
}

/** Answers 403 if an installation lacks the permission of a route, such as `issues=write`. @throws GithubError 403 */
export function requireAppPermission({ caller }: HostState, permission: string | undefined): void {
  if (caller.kind !== "installation" || permission === undefined) return;
  const { permissions } = caller.installation.app;
  const isGranted = permission.split(/[;,] ?/u).some((one) => {
    const [name = "", access = ""] = one.split("=");
    return permissions[name] === access || permissions[name] === "write";
  });
  if (isGranted) return;
  const { body } = refuse(403, "Resource not accessible by integration");
  throw new GithubError(403, body, { "X-Accepted-GitHub-Permissions": permission });
}

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
function appBehind(state: HostState, jwt: string): App {
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const claims = claimsIn(payload);
  const issuer = isRecord(claims) ? String(claims["iss"]) : "";
  const app = state.apps.issuing(issuer);
  const until = numberAt(claims, "exp") ?? 0;
  const at = state.runtime.clock() / 1000;
  if (app === null || !isSigned(app, `${header}.${payload}`, signature)) {
    throw refuse(401, "A JSON web token could not be decoded");
  }
  if (until <= at || until > at + 660) throw refuse(401, "'Expiration time' claim ('exp') is too far in the future");
  return app;
}

function isSigned({ publicKey }: App, text: string, signature: string): boolean {
  return createVerify("RSA-SHA256").update(text).verify(publicKey, Buffer.from(signature, "base64url"));
}

function claimsIn(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString());
  } catch {
    return null;
  }
}
