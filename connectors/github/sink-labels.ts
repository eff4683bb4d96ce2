import { Failure } from "../../src/domain/failure.ts";
import { labelChange, type LabelRefusals } from "../kit/own-labels.ts";
import type { GithubClient } from "./client.ts";
import { Labels, Nothing } from "./schema.ts";
import { refusedWith } from "../kit/http-failure.ts";

/** An issue to label, with its present labels. */
export type Labelled = {
  readonly address: { readonly owner: string; readonly repo: string; readonly issue_number: number };
  readonly present: readonly string[];
  readonly wanted: readonly string[];
};

/**
 * Whether GitHub may have refused the labels: with 403 or 404 without push access, because labels need more permissions
 * than the text; with 422 a name that it does not take, a label that the account may not create, or one above the
 * hundred that an issue may have.
 */
export function mayBeAboutLabels(error: unknown): error is Failure {
  if (!(error instanceof Failure)) return false;
  return error.code === "forbidden" || error.code === "not-found" || isInvalid(error);
}

function isInvalid(error: Failure): boolean {
  return error.code === "request-refused" && refusedWith(error) === 422;
}

/** Notes that GitHub refused labels; the sink still writes the text. */
export function noteRefusal(refusals: LabelRefusals, { client, repo, error }: Refusal): void {
  const role = `Give the account of connection ${client.connection.key} the role "Write" on ${repo}`;
  const names = `correct \`labels\` under reports.rollup (at most 50 characters each, and 100 labels on an issue)`;
  refusals.refused(repo, {
    said: error.message,
    remedy: isInvalid(error) ? `${role}, or ${names}, then restart.` : `${role}, then restart.`,
  });
}

type Refusal = { readonly client: GithubClient; readonly repo: string; readonly error: Failure };

/**
 * Updates Signalbox's labels, by one call for additions and one per removal, so that a label that a person sets at the
 * same moment stays.
 * @returns whether it wrote anything
 */
export async function setLabels(client: GithubClient, refusals: LabelRefusals, issue: Labelled): Promise<boolean> {
  const { address, present, wanted } = issue;
  const { owner } = address;
  const repo = `${owner}/${address.repo}`;
  const { add, remove } = labelChange(present, wanted);
  if ((add.length === 0 && remove.length === 0) || !refusals.takesLabels(repo)) return false;
  const what = `labelling ${repo}#${address.issue_number}`;
  const write = { what, owner, kind: "write" } as const;
  try {
    if (add.length > 0) {
      const labels = [...add];
      await client.rest({
        ...write,
        schema: Labels,
        request: ({ rest }) => rest.issues.addLabels({ ...address, labels }),
      });
    }
    for (const name of remove) await takeAway(client, { ...write, address, name });
    return true;
  } catch (error) {
    if (!mayBeAboutLabels(error)) throw error;
    noteRefusal(refusals, { client, repo, error });
    return false;
  }
}

type Removal = {
  readonly what: string;
  readonly owner: string;
  readonly kind: "write";
  readonly address: Labelled["address"];
  readonly name: string;
};

/** Ignores a label that is already gone. */
async function takeAway(client: GithubClient, { address, name, ...write }: Removal): Promise<void> {
  try {
    const request = { ...address, name };
    await client.rest({ ...write, schema: Nothing, request: ({ rest }) => rest.issues.removeLabel(request) });
  } catch (error) {
    if (refusedWith(error) !== 404) throw error;
  }
}
