import { z } from "zod";
import { ownProperty } from "../markers.ts";
import { personOf } from "./people.ts";
import { parsed, type Requests } from "./requests.ts";
import { propertyAt } from "./search.ts";

const Comment = z.looseObject({ author: z.unknown() });
const Comments = z.looseObject({ comments: z.array(z.unknown()) });

export function commentOf(answer: unknown): unknown {
  const comment = Comment.safeParse(answer).data;
  return comment === undefined ? answer : { ...comment, author: personOf(comment.author) };
}

export function commentsOf(answer: unknown): unknown {
  const { comments, ...page } = parsed(Comments, answer);
  return { ...page, comments: comments.map(commentOf) };
}

/**
 * Comments with Signalbox's property, one request each: Data Center has no list by ids. Deleted ones are left out with
 * those that lack the property. A repeat of the request reads only what is missing.
 */
export function withMarkers(requests: Requests, ids: readonly number[]): () => Promise<unknown> {
  const read = new Map<number, unknown>();
  return async () => {
    for (const id of ids) {
      if (!read.has(id)) read.set(id, await propertyAt(requests, `/rest/api/2/comment/${id}`, ownProperty));
    }
    const values = [...read].map(([id, value]) => ({
      id: String(id),
      properties: value === undefined ? [] : [{ key: ownProperty, value }],
    }));
    return { values };
  };
}
