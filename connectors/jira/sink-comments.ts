import { Failure } from "../../src/domain/failure.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { CommentChange, Found, Marker, Remote, Replacement, UpdateOutcome } from "../../src/ports/connector.ts";
import type { IssueProperty } from "./api.ts";
import type { JiraClient } from "./client.ts";
import { advised } from "../kit/http-failure.ts";
import { inRoom, ofAnotherAccount } from "../kit/write-in-room.ts";
import { ownProperty } from "./markers.ts";
import { Comment, CommentList, CommentPage, IssueRef, Nothing } from "./schema.ts";
import { browseUrl } from "./site.ts";
import { textFormOf } from "./choose-text-form.ts";
import { longestText } from "./text-limits.ts";
import { excessIn, isGone, isStatus, MarkerProperty, quietly, roomFor } from "./write-outcome.ts";

export type CommentedItem = Pick<WorkItem, "key" | "nativeId">;

export type NewComment = { readonly item: CommentedItem; readonly rendered: Replacement; readonly marker: Marker };

/** @throws Failure `outcome-unknown` if Jira may have created it but the answer is lost */
export async function createComment(client: JiraClient, { item, rendered, marker }: NewComment): Promise<Remote> {
  const create = inRoom(rendered, roomFor(client, item.key), (fitted) =>
    client.call({
      what: `commenting on ${item.key}`,
      schema: IssueRef,
      remedies: {
        forbidden: mayComment(client, item),
        "not-found": `${item.key} was deleted, moved or hidden from our account; the next sync will tell.`,
      },
      request: (api) => {
        const body = textFormOf(client.connection).sent(fitted);
        return api.addComment(item.nativeId, body, propertiesOf(marker));
      },
    }),
  );
  const { id } = await create.catch((error: unknown) => {
    throw isFull(error) ? advised(error, fullRemedy(item), error.cause) : error;
  });
  return remoteOf(client, item, id);
}

/** Jira answers 413 to a comment on an issue that has as many as the site allows ("Add comment" in Jira's API). */
function isFull(error: unknown): error is Failure {
  return isStatus(error, 413);
}

function fullRemedy({ key }: CommentedItem): string {
  return `Delete comments of ${key} that people no longer need: Jira takes no more there. The rollup shows its conflicts.`;
}

/**
 * In a service project the second one makes the comment an internal note: without it, the customers of the request read
 * it and get it by mail (jenkinsci/jira-plugin#375). Other projects do not read the property.
 */
function propertiesOf(marker: Marker): readonly IssueProperty[] {
  return [
    { key: ownProperty, value: { marker } },
    { key: "sd.public.comment", value: { internal: true } },
  ];
}

function mayComment(client: JiraClient, { key }: CommentedItem): string {
  return `Give the account of connection ${client.connection.key} the permission "Add comments" for ${key}.`;
}

function remoteOf({ connection }: JiraClient, { key }: CommentedItem, id: string): Remote {
  return { remoteId: id, key, url: `${browseUrl(connection, key)}?focusedCommentId=${encodeURIComponent(id)}` };
}

export type CommentUpdate = {
  readonly item: CommentedItem;
  readonly remote: Remote;
  readonly change: CommentChange;
  /** Id of the present account. */
  readonly account: () => Promise<string>;
};

export async function updateComment(client: JiraClient, update: CommentUpdate): Promise<UpdateOutcome> {
  const { item, remote, change } = update;
  const { rendered, marker, carried = marker } = change;
  const place = { issueId: item.nativeId, id: remote.remoteId };
  const form = textFormOf(client.connection);
  try {
    const posted = await client.call({
      what: `reading our comment on ${item.key}`,
      schema: Comment,
      request: (api) => api.comment(place),
    });
    const renamed = carried === marker ? {} : { properties: propertiesOf(marker) };
    const restricted = posted.visibility ? { visibility: posted.visibility } : {};
    const beside = form.besideIn(posted.body, carried);
    return await inRoom<UpdateOutcome>(rendered, roomFor(client, item.key, beside), async (fitted) => {
      const body = form.replaced(posted.body, fitted, carried);
      if (body === null) return "held";
      if (form.sizeOf(body) > longestText) return null;
      await orForeign(client, { item, author: posted.author, account: update.account }, () =>
        quietly((notify) =>
          client.call({
            what: `updating our comment on ${item.key}`,
            schema: Nothing,
            remedies: { forbidden: mayEdit(client, item) },
            request: (api) => api.editComment(place, { body, ...restricted, ...renamed, ...notify }),
          }),
        ),
      );
      return "updated";
    });
  } catch (error) {
    if (isGone(error)) return goneFrom(client, item);
    throw error;
  }
}

type Written = Pick<Comment, "author"> & Pick<CommentUpdate, "item" | "account">;

/** Editing another account's comment requires a separate permission: without it Jira answers 400 or 403. */
async function orForeign<T>(
  client: JiraClient,
  { item, author, account }: Written,
  edit: () => Promise<T>,
): Promise<T> {
  try {
    return await edit();
  } catch (error) {
    if (!(error instanceof Failure) || !isStatus(error, 400, 403) || excessIn(error) !== null) throw error;
    const authorId = author?.accountId;
    if (authorId == null || authorId === (await account())) throw error;
    const thing = `our comment on ${item.key}`;
    const permission = `the permission "Edit all comments" for ${item.key}`;
    throw ofAnotherAccount({ connection: client.connection.key, thing, author: authorId, permission }, error);
  }
}

/**
 * `gone` if Jira shows the item without the comment.
 * @throws Failure if Jira does not show the item: then the comment's state is unknown
 */
async function goneFrom(client: JiraClient, { key, nativeId }: CommentedItem): Promise<"gone"> {
  await client.call({
    what: `looking for ${key}, which our comment stands on`,
    schema: IssueRef,
    remedies: { "not-found": `${key} was deleted or hidden from our account; the next sync will tell.` },
    request: (api) => api.issue(nativeId, ["summary"]),
  });
  return "gone";
}

function mayEdit(client: JiraClient, { key }: CommentedItem): string {
  return `Give the account of connection ${client.connection.key} the permission "Edit own comments" for ${key}.`;
}

export type CommentSearch = { readonly item: CommentedItem; readonly accountIds: readonly string[] };

/** Jira cannot search comments: reads those of the account again, with their properties. */
export async function findComments(client: JiraClient, search: CommentSearch): Promise<readonly Found[]> {
  const { item, accountIds } = search;
  const ids = await ownComments(client, item, accountIds);
  if (ids.length === 0) return [];
  const { values } = await client.call({
    what: `looking for our comments on ${item.key}`,
    schema: CommentList,
    request: (api) => api.commentsById(ids),
  });
  return values.flatMap(({ id, properties = [] }) => {
    const property = properties.find(({ key }) => key === ownProperty);
    const marker = MarkerProperty.safeParse(property?.value).data?.marker;
    return marker === undefined ? [] : [{ ...remoteOf(client, item, id), marker }];
  });
}

/** Maximum number in one list, the newest. */
const listedAtOnce = 1000;

async function ownComments(
  client: JiraClient,
  item: CommentedItem,
  accountIds: readonly string[],
): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let startAt = 0; ids.length < listedAtOnce;) {
    const from = startAt;
    const { comments, total } = await client.call({
      what: `reading the comments of ${item.key}`,
      schema: CommentPage,
      request: (api) => api.comments(item.nativeId, { startAt: from, maxResults: 100 }),
    });
    ids.push(
      ...comments
        .filter(({ author }) => author?.accountId != null && accountIds.includes(author.accountId))
        .map(({ id }) => Number(id)),
    );
    startAt += comments.length;
    if (comments.length === 0 || startAt >= total) break;
  }
  return ids.slice(0, listedAtOnce);
}
