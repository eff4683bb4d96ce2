import type { SandboxData } from "./data.ts";
import type { GithubHost } from "./github/host.ts";
import type { JiraSite } from "./jira/site.ts";
import { pageListsOf, type Page } from "./listing.ts";
import { textAt } from "./record.ts";

/** Writes through the trackers' APIs since the start, in order of their first write. */
export type Written = {
  /** Issues that were created. */
  issues(): readonly Page[];
  /** Issues that got a comment. */
  commented(): readonly Page[];
};

export type Trackers = {
  readonly url: string;
  readonly data: SandboxData;
  readonly jira: ReadonlyMap<string, JiraSite>;
  readonly github: GithubHost;
};

/** The part of a request that identifies the write. */
type Seen = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
};

/** Listens to the trackers from now on. */
export function watchWrites({ url, data, jira, github }: Trackers): Written {
  const issues = new Map<string, Page>();
  const commented = new Map<string, Page>();
  const known = new Map(pageListsOf(data, url).flatMap(({ pages }) => pages.map((page) => [page.url, page] as const)));
  const create = (page: Page) => {
    known.set(page.url, page);
    issues.set(page.url, page);
  };
  const comment = (address: string, key: string) => {
    commented.set(address, known.get(address) ?? { url: address, key, title: "" });
  };
  for (const [name, site] of jira) {
    const keys = new Map(data.jira[name]?.issues.map(({ id, key }) => [String(id), String(key)]));
    site.onRequest((seen) => {
      readJira(seen, {
        created: (key, title) => create({ url: `${url}/jira/${name}/browse/${key}`, key, title }),
        commented: (idOrKey) => {
          const key = keys.get(idOrKey) ?? idOrKey;
          comment(`${url}/jira/${name}/browse/${key}`, key);
        },
      });
    });
  }
  github.onRequest((seen) => {
    readGithub(seen, {
      created: (key, title) => create({ url: githubAddress(url, key), key, title }),
      commented: (key) => comment(githubAddress(url, key), key),
    });
  });
  return { issues: () => [...issues.values()], commented: () => [...commented.values()] };
}

type Notes = { created(key: string, title: string): void; commented(key: string): void };

function readJira({ method, path, body, status, response }: Seen, notes: Notes): void {
  if (method !== "POST" || status !== 201) return;
  if (path.endsWith("/issue")) notes.created(textAt(response, "key") ?? "", textAt(body, "fields", "summary") ?? "");
  const [, issue] = /\/issue\/([^/]+)\/comment$/u.exec(path) ?? [];
  if (issue !== undefined) notes.commented(issue);
}

function readGithub({ method, path, status, response }: Seen, notes: Notes): void {
  if (method !== "POST" || status !== 201) return;
  const [, repo = "", rest = ""] = /\/repos\/([^/]+\/[^/]+)\/issues(.*)$/u.exec(path) ?? [];
  if (repo !== "" && rest === "")
    notes.created(`${repo}#${textAt(response, "number") ?? ""}`, textAt(response, "title") ?? "");
  const [, number] = /^\/(\d+)\/comments$/u.exec(rest) ?? [];
  if (number !== undefined) notes.commented(`${repo}#${number}`);
}

function githubAddress(url: string, key: string): string {
  return `${url}/github/${key.replace("#", "/issues/")}`;
}
