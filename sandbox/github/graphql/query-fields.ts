import type { HostState } from "../host-state.ts";
import type { Args, Fields, QueryContext } from "./context.ts";
import { isBehindSignOn } from "../gate.ts";
import { queryError, signOnError } from "./query-error.ts";

export const queryFields: Fields = {
  viewer: (_source, _args, { state }) => state.accounts.named(state.login),
  rateLimit: (_source, _args, context) => (context.state.meter.isOn ? rateLimit(context) : null),
  repository: (_source, args, { state }) => repository(state, args),
  repositoryOwner: (_source, args, { state }) => state.accounts.find(String(args["login"])),
  organization: (_source, args, { state }) => organization(state, String(args["login"])),
  node: (_source, args, { state }) => nodeOrError(state, String(args["id"])),
  nodes: (_source, args, { state }) => nodes(state, args["ids"]),
};

const MOST_NODES = 100;

function rateLimit({ state, cost, nodeCount }: QueryContext) {
  const { limit, used, remaining, resetAt } = state.meter.standing("graphql");
  return { cost, nodeCount, limit, used, remaining, resetAt };
}

function repository(state: HostState, { owner, name }: Args) {
  const fullName = `${String(owner)}/${String(name)}`;
  const index = state.repositories.named(fullName);
  if (index === null || !state.repositories.isReadable(index.repository)) {
    throw queryError("NOT_FOUND", `Could not resolve to a Repository with the name '${fullName}'.`);
  }
  if (state.switches.allowLists.has(index.repository.owner.toLowerCase())) {
    throw queryError("FORBIDDEN", "Your IP address is not permitted to access this resource (IP allow list).");
  }
  if (isBehindSignOn(state, index.repository.owner)) throw signOnError();
  return index.repository;
}

function organization(state: HostState, login: string) {
  const account = state.accounts.named(login);
  if (account.type !== "Organization") {
    throw queryError("NOT_FOUND", `Could not resolve to an Organization with the login of '${login}'.`);
  }
  return account;
}

function nodes(state: HostState, ids: unknown): readonly unknown[] {
  const wanted = Array.isArray(ids) ? ids.map(String) : [];
  if (wanted.length > MOST_NODES) {
    throw queryError(
      "ARGUMENT_LIMIT",
      `You may not provide more than ${MOST_NODES} node ids; you provided ${wanted.length}.`,
    );
  }
  // An error in a list concerns one entry, which becomes null.
  return wanted.map((id) => nodeOf(state, id) ?? noSuchNode(id));
}

function nodeOrError(state: HostState, id: string): unknown {
  const node = nodeOf(state, id);
  if (node === null) throw noSuchNode(id);
  return node;
}

function noSuchNode(id: string) {
  return queryError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`);
}

function nodeOf(state: HostState, id: string): unknown {
  const issue = state.issues.byNodeId(id);
  if (issue !== null) return state.repositories.isReadable(issue.repository) ? issue : null;
  return (
    state.comments.byNodeId(id) ?? state.events.byNodeId(id) ?? state.accounts.byNodeId(id) ?? inRepositories(state, id)
  );
}

function inRepositories(state: HostState, id: string): unknown {
  for (const index of state.repositories.all()) {
    const things = [index.repository, ...index.milestones(), ...index.labels()];
    const found = things.find(({ nodeId }) => nodeId === id);
    if (found !== undefined) return state.repositories.isReadable(index.repository) ? found : null;
  }
  return null;
}
