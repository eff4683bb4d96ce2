import { z } from "zod";
import { wire, type aClient } from "./hub.ts";

/* A read, a query and a write through a client, and what nock must plan for them. */

const Anything = z.unknown();
type Client = ReturnType<typeof aClient>["client"];

export const read = (client: Client) =>
  client.rest({
    what: "reading acme/api",
    owner: "acme",
    schema: Anything,
    request: ({ rest }) => rest.repos.get({ owner: "acme", repo: "api" }),
  });
export const query = (client: Client) =>
  client.query({ what: "reading issues", owner: "acme", schema: Anything, query: "query A { a }", variables: {} });
export const commentAs = (kind: "create" | "write") => (client: Client) =>
  client.rest({
    what: "commenting on acme/api#7",
    owner: "acme",
    kind,
    schema: z.object({ id: z.number() }),
    request: ({ rest }) => rest.issues.createComment({ owner: "acme", repo: "api", issue_number: 7, body: "x" }),
  });
export const repo = () => wire().get("/repos/acme/api");
export const graph = () => wire().post("/graphql");
export const comments = () => wire().post("/repos/acme/api/issues/7/comments");
