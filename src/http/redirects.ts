import express, { type RequestHandler, type Router } from "express";
import type { ModelReader } from "../ports/model-store.ts";
import { answer } from "./answers.ts";

/** The lookup of items' addresses. */
export type ItemAddresses = Pick<ModelReader, "addressOf">;

/**
 * `GET /to/:connection/:owner/:repo/issues/:number`: redirects to an issue that Signalbox knows, at the address its
 * tracker gave; 404 for any other. GitHub adds a backlink for a direct link, and none for this one.
 */
export function redirectRoutes(addresses: ItemAddresses): Router {
  const router = express.Router();
  router.get("/to/:connection/:owner/:repo/issues/:number", leadOn(addresses));
  router.use("/to", answer(404));
  return router;
}

type Params = Readonly<Record<"connection" | "owner" | "repo" | "number", string>>;

function leadOn(addresses: ItemAddresses): RequestHandler<Params> {
  return async ({ params: { connection, owner, repo, number } }, response) => {
    const address = await addresses.addressOf(connection, `${owner}/${repo}#${number}`);
    if (address === null) response.status(404).end();
    else response.status(302).set({ Location: address, "Referrer-Policy": "no-referrer" }).end();
  };
}
