import { withMarks } from "../../../connectors/github/managed-part.ts";
import { ownLogin } from "./hub.ts";

export const marker = "rollup:payments:acme/trains";
export const target = { system: "github", connection: "hub", repo: "acme/trains" } as const;
export const rendered = { title: "Payments: on track", body: "> [!TIP]\n> **On track**", labels: [] };
export const remote = { remoteId: "5001", key: "acme/trains#3", url: "https://github.com/acme/trains/issues/3" };
export const body = withMarks(rendered.body, marker);

/** The issue as GitHub returns it. */
export const anIssue = (fields: object = {}) => ({
  id: 5001,
  number: 3,
  html_url: remote.url,
  repository_url: "https://api.github.com/repos/acme/trains",
  title: rendered.title,
  body,
  user: { login: ownLogin },
  ...fields,
});
