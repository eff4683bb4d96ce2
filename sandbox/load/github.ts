import { z } from "zod";
import type { GithubRepoData, IssueAddress, RawRecord } from "../data.ts";
import type { Folder } from "./folder.ts";
import { readArray, readRecords } from "./records.ts";

/** Reads `DIR/github/<owner>/<repo>`. @param repo `owner/repo` */
export async function loadGithubRepo(folder: Folder, repo: string): Promise<GithubRepoData> {
  const nameOf = (row: RawRecord) => `number ${String(row["number"])}`;
  const pulls = await readRecords(folder, { kind: "pulls", nameOf }, objection);
  const rows = await readRecords(folder, { kind: "issues", nameOf }, objection);
  return {
    // The list of issues as the API gives it has the pull requests among them.
    issues: rows.filter((row) => row["pull_request"] === undefined || row["pull_request"] === null),
    pulls,
    milestones: await readArray(folder, "milestones"),
    dependencies: (await readEdges(folder, { file: "dependencies", list: "blocked_by", repo })).map(
      ({ number, others }) => ({ number, blocked_by: others }),
    ),
    subIssues: (await readEdges(folder, { file: "sub_issues", list: "sub_issues", repo })).map(
      ({ number, others }) => ({ number, sub_issues: others }),
    ),
    comments: await readArray(folder, "comments"),
  };
}

function objection({ number, title }: RawRecord): string | null {
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) return "no `number` such as 12";
  return typeof title === "string" ? null : "no `title`";
}

type EdgeFile = { readonly file: string; readonly list: "blocked_by" | "sub_issues"; readonly repo: string };
type Edges = { readonly number: number; readonly others: readonly IssueAddress[] };

async function readEdges(folder: Folder, { file, list, repo }: EdgeFile): Promise<readonly Edges[]> {
  const entries = await readArray(folder, file);
  return entries.flatMap((entry, index) => {
    const number = z.int().min(1).safeParse(entry["number"]).data;
    const others = z.array(address(repo)).safeParse(entry[list]).data;
    if (number !== undefined && others !== undefined) return { number, others };
    folder.problems.add(
      `${folder.name}/${file}.json`,
      null,
      `entry ${index + 1}: expected { "number": 7, "${list}": [{ "repository": "${repo}", "number": 8 }] }`,
    );
    return [];
  });
}

const number = z.int().min(1);
const fullName = z.string().regex(/^[\w.-]+\/[\w.-]+$/u);

/** An address as the file format has it, or an issue's row as the API gives it. */
function address(repo: string) {
  return z.union([
    z.object({ repository: fullName, number }),
    z
      .object({ repository_url: z.string().regex(/\/repos\/[\w.-]+\/[\w.-]+$/u), number })
      .transform(({ repository_url, number }) => ({
        repository: repository_url.split("/").slice(-2).join("/"),
        number,
      })),
    number.transform((number) => ({ repository: repo, number })),
  ]);
}
