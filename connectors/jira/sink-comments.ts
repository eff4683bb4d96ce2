import type { WorkItem } from "../../src/domain/work-item.ts";
import type { CommentChange, Found, Marker, Remote, Rendered, UpdateOutcome } from "../../src/ports/connector.ts";
import type { JiraClient } from "./client.ts";
import { replaceManaged } from "./managed.ts";
import { ownProperty } from "./own.ts";
import { Comment, CommentList, CommentPage, IssueRef, Nothing } from "./schema.ts";
import { browseUrl } from "./site.ts";
import { adfOf, isGone, MarkerProperty, outcomeUnknown, quietly } from "./writing.ts";

export type CommentedItem = Pick<WorkItem, "key" | "nativeId">;

export type NewComment = { readonly item: CommentedItem; readonly rendered: Rendered; readonly marker: Marker };

export async function createComment(client: JiraClient, { item, rendered, marker }: NewComment): Promise<Remote> {
  try {
    const { id } = await client.call({
      what: `commenting on ${item.key}`,
      schema: IssueRef,
      remedies: {
        forbidden: mayComment(client, item),
        "not-found": `${item.key} was deleted, moved or hidden from our account; the next sync will tell.`,
      },
      request: ({ cloud }) =>
        cloud.issueComments.addComment({
          issueIdOrKey: item.nativeId,
          body: adfOf(rendered),
          properties: [{ key: ownProperty, value: { marker } }],
        }),
    });
    return remoteOf(client, item, id);
  } catch (error) {
    throw outcomeUnknown(client, `the comment on ${item.key}`, error);
  }
}

function mayComment(client: JiraClient, { key }: CommentedItem): string {
  return `Give the account of connection ${client.connection.key} the permission "Add comments" for ${key}.`;
}

function remoteOf({ connection }: JiraClient, { key }: CommentedItem, id: string): Remote {
  return { remoteId: id, key, url: `${browseUrl(connection, key)}?focusedCommentId=${encodeURIComponent(id)}` };
}

export type CommentUpdate = { readonly item: CommentedItem; readonly remote: Remote; readonly change: CommentChange };

export async function updateComment(client: JiraClient, update: CommentUpdate): Promise<UpdateOutcome> {
  const { item, remote, change } = update;
  const { rendered, marker, carried = marker } = change;
  const issueIdOrKey = item.nativeId;
  const id = remote.remoteId;
  try {
    const standing = await client.call({
      what: `reading our comment on ${item.key}`,
      schema: Comment,
      request: ({ cloud }) => cloud.issueComments.getComment({ issueIdOrKey, id }),
    });
    const content = replaceManaged(standing.body, adfOf(rendered).content, carried);
    if (content === null) return "held";
    const renamed = carried === marker ? {} : { properties: [{ key: ownProperty, value: { marker } }] };
    await quietly((notify) =>
      client.call({
        what: `updating our comment on ${item.key}`,
        schema: Nothing,
        remedies: { forbidden: mayEdit(client, item) },
        request: ({ cloud }) =>
          cloud.issueComments.updateComment({
            issueIdOrKey,
            id,
            ...notify,
            body: { body: { type: "doc", version: 1, content }, ...renamed },
          }),
      }),
    );
    return "updated";
  } catch (error) {
    if (isGone(error)) return "gone";
    throw error;
  }
}

function mayEdit(client: JiraClient, { key }: CommentedItem): string {
  return `Give the account of connection ${client.connection.key} the permission "Edit own comments" for ${key}.`;
}

export type CommentSearch = { readonly item: CommentedItem; readonly accountId: string };

/** Comments cannot be searched: those of our account are read again with their properties. */
export async function findComments(client: JiraClient, search: CommentSearch): Promise<readonly Found[]> {
  const { item, accountId } = search;
  const ids = await ownComments(client, item, accountId);
  if (ids.length === 0) return [];
  const { values } = await client.call({
    what: `looking for our comments on ${item.key}`,
    schema: CommentList,
    request: ({ cloud }) => cloud.issueComments.getCommentsByIds({ ids: [...ids], expand: "properties" }),
  });
  return values.flatMap(({ id, properties = [] }) => {
    const property = properties.find(({ key }) => key === ownProperty);
    const marker = MarkerProperty.safeParse(property?.value).data?.marker;
    return marker === undefined ? [] : [{ ...remoteOf(client, item, id), marker }];
  });
}

/** As many as one list takes, the newest. */
const listedAtOnce = 1000;

async function ownComments(client: JiraClient, item: CommentedItem, accountId: string): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let startAt = 0; ids.length < listedAtOnce;) {
    const from = startAt;
    const { comments, total } = await client.call({
      what: `reading the comments of ${item.key}`,
      schema: CommentPage,
      request: ({ cloud }) =>
        cloud.issueComments.getComments({
          issueIdOrKey: item.nativeId,
          startAt: from,
          maxResults: 100,
          orderBy: "-created",
        }),
    });
    ids.push(...comments.filter(({ author }) => author?.accountId === accountId).map(({ id }) => Number(id)));
    startAt += comments.length;
    if (comments.length === 0 || startAt >= total) break;
  }
  return ids.slice(0, listedAtOnce);
}
