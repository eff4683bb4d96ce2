import { existsSync } from "node:fs";
import type { GithubRepoData, JiraSiteData, SandboxData } from "./data.ts";
import { Failure } from "../src/domain/failure.ts";
import { fileIn, folderIn, foldersIn, readText, type Folder } from "./load/folder.ts";
import { loadGithubRepo } from "./load/github.ts";
import { loadJiraSite } from "./load/jira.ts";
import { LoadProblems } from "./load/problems.ts";

const layout =
  "Give a folder with signalbox.yaml and, beside it, jira/<site>/issues.ndjson or github/<owner>/<repo>/issues.ndjson " +
  "(also .ndjson.gz), one record a line as the tracker's API gives it.";

/** Also the key of the connection to it, and part of its address. */
const siteName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u;
const repoPart = /^[\w.-]+$/u;

/**
 * Reads an export as it is: nothing is completed or derived here. Lines that cannot be understood are skipped and
 * listed in `problems`, with the file's path inside the folder and the line's number.
 * @param isTrainNeeded false to serve trackers for which there is no train file yet: then its text is empty
 * @throws Failure `config-invalid` if the folder is missing, empty or no folder
 */
export async function loadSandboxData(dir: string, isTrainNeeded = true): Promise<SandboxData> {
  const root: Folder = { path: dir, name: "", problems: new LoadProblems() };
  const trainFile = await readInside(dir, async () => readText(fileIn(root, "signalbox.yaml").path));
  const jira = await readInside(dir, async () => loadSites(root));
  const github = await readInside(dir, async () => loadRepos(root));
  const problems = root.problems.list();
  if (isEmpty(jira) && isEmpty(github)) {
    if (!existsSync(dir)) throw refusal(`There is no folder ${dir}.`);
    const seen = problems.length === 0 ? "" : ` What was found is not readable: ${problems.slice(0, 3).join("; ")}.`;
    throw refusal(`${dir} is not a folder with issues in it.${seen}`);
  }
  if (trainFile === null && isTrainNeeded) throw refusal(`${dir} has no signalbox.yaml, the train file.`);
  return { jira, github, trainFile: trainFile ?? "", problems };
}

async function loadSites(root: Folder): Promise<Readonly<Record<string, JiraSiteData>>> {
  const sites = folderIn(root, "jira");
  const loaded: (readonly [string, JiraSiteData])[] = [];
  for (const name of await foldersIn(sites)) {
    if (siteName.test(name)) loaded.push([name, await loadJiraSite(folderIn(sites, name))]);
    else root.problems.add(`jira/${name}`, null, "a site is named with letters, digits, dot, dash and underscore");
  }
  return Object.fromEntries(loaded);
}

async function loadRepos(root: Folder): Promise<Readonly<Record<string, GithubRepoData>>> {
  const owners = folderIn(root, "github");
  const loaded: (readonly [string, GithubRepoData])[] = [];
  for (const owner of await foldersIn(owners)) {
    const repos = folderIn(owners, owner);
    for (const repo of await foldersIn(repos)) {
      const name = `${owner}/${repo}`;
      if (repoPart.test(owner) && repoPart.test(repo)) {
        loaded.push([name, await loadGithubRepo(folderIn(repos, repo), name)]);
      } else root.problems.add(`github/${name}`, null, "owner and repository are named with letters, digits, . - _");
    }
  }
  return Object.fromEntries(loaded);
}

function isEmpty(trackers: Readonly<Record<string, { readonly issues: readonly unknown[] }>>): boolean {
  return Object.values(trackers).every(({ issues }) => issues.length === 0);
}

async function readInside<T>(dir: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw refusal(`${dir} cannot be read (${error instanceof Error ? error.message : String(error)}).`, error);
  }
}

function refusal(what: string, cause?: unknown): Failure {
  return new Failure({ code: "config-invalid", what, remedy: layout, verdict: { kind: "stop" }, cause });
}
