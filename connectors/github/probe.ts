import { Failure } from "../../src/domain/failure.ts";
import type { Probe, Scope } from "../../src/ports/connector.ts";
import type { Account } from "./account.ts";
import type { GithubClient } from "./client.ts";
import { partsOf } from "./place.ts";
import { Repo } from "./schema.ts";

export type Probed = {
  readonly login: string;
  /** By the name in the train file. */
  readonly repos: ReadonlyMap<string, Repo>;
  readonly probe: Probe;
};

/** Checks credentials and that every repository can be read: one call for the account, one per repository. */
export async function probeHost(client: GithubClient, account: Account, scope: Scope): Promise<Probed> {
  const login = await account.login();
  const repos = new Map<string, Repo>();
  const notes: string[] = [];
  for (const name of namesIn(client, scope)) {
    const repo = await readRepo(client, name);
    repos.set(name, repo);
    notes.push(...notesOn(name, repo));
  }
  return { login, repos, probe: { account: { id: login, name: login }, notes } };
}

function namesIn({ connection }: GithubClient, { containers }: Scope): readonly string[] {
  if (containers !== "all") return containers;
  throw new Failure({
    code: "config-invalid",
    what: `A team of connection ${connection.key} names no repository.`,
    remedy: "Give each GitHub team its `repo`.",
    verdict: { kind: "stop" },
  });
}

async function readRepo(client: GithubClient, name: string): Promise<Repo> {
  const connection = client.connection.key;
  const parts = partsOf(name);
  const { data } = await client.rest({
    what: `looking for repository ${name}`,
    owner: parts.owner,
    schema: Repo,
    remedies: {
      "not-found": `Correct the name ${name} in the train file, or give connection ${connection} access to it.`,
      forbidden: `Give the token or app of connection ${connection} the permission "Metadata: read" on ${name}.`,
    },
    request: ({ rest }) => rest.repos.get(parts),
  });
  if (data.has_issues) return data;
  throw new Failure({
    code: "not-found",
    what: `Issues are switched off in ${name} (${connection}).`,
    remedy: `Switch issues on in the settings of ${name}, or take it out of the train file.`,
    verdict: { kind: "park" },
  });
}

function notesOn(name: string, repo: Repo): readonly string[] {
  const notes: string[] = [];
  if (repo.full_name.toLowerCase() !== name.toLowerCase()) {
    notes.push(`${name} is now called ${repo.full_name}: write the new name into the train file`);
  }
  if (repo.archived) notes.push(`${name} is archived: it can be read but not written to`);
  return notes;
}
