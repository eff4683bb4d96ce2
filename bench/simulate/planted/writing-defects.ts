import type { Sink } from "../../../src/ports/connector.ts";
import type { Render } from "../../../src/reporting/draft.ts";
import { every } from "./replaced.ts";

type SinkDefect = (sink: Sink) => Partial<Sink>;

const nothing = () => Promise.resolve([]);

/** Defects in writing to a tracker. */
export const writingDefects: Readonly<Record<string, SinkDefect>> = {
  "writing: ours is not looked for": () => ({ findIssues: nothing, findComments: nothing }),
  "writing: comments of ours are not looked for": () => ({ findComments: nothing }),
  "writing: issues of ours are not looked for": () => ({ findIssues: nothing }),
  "writing: a comment is sent twice": (sink) => {
    const isTwice = every(3);
    return {
      createComment: async (...asked) => {
        if (isTwice()) await sink.createComment(...asked);
        return sink.createComment(...asked);
      },
    };
  },
  "writing: a rollup is sent twice": (sink) => ({
    createIssue: async (...asked) => {
      await sink.createIssue(...asked);
      return sink.createIssue(...asked);
    },
  }),
  "writing: a changed comment is not sent": () => ({ updateComment: () => Promise.resolve("updated") }),
  "writing: a changed rollup is not sent": () => ({ updateIssue: () => Promise.resolve("updated") }),
  "writing: each third change is not sent": (sink) => {
    const isLost = every(3);
    return {
      updateComment: (...asked) => (isLost() ? Promise.resolve("updated") : sink.updateComment(...asked)),
      updateIssue: (...asked) => (isLost() ? Promise.resolve("updated") : sink.updateIssue(...asked)),
    };
  },
  "writing: what is gone counts as changed": (sink) => ({
    updateComment: async (...asked) => {
      const outcome = await sink.updateComment(...asked);
      return outcome === "gone" || outcome === "unseen" ? "updated" : outcome;
    },
  }),
  "writing: what was changed counts as gone": (sink) => {
    const isWrong = every(4);
    return {
      updateComment: async (...asked) => {
        const outcome = await sink.updateComment(...asked);
        return isWrong() ? "gone" : outcome;
      },
    };
  },
  "writing: a comment is put on another item": (sink) => {
    let before: Parameters<Sink["createComment"]>[0] | null = null;
    return {
      createComment: (item, ...asked) => {
        const other = before ?? item;
        before = item;
        return sink.createComment(other, ...asked);
      },
    };
  },
  "writing: a lost answer counts as a refusal": (sink) => ({
    createComment: async (...asked) => {
      try {
        return await sink.createComment(...asked);
      } catch {
        return sink.createComment(...asked);
      }
    },
  }),
};

type RenderDefect = (render: Render) => Render;

/** Defects in the texts. */
export const textDefects: Readonly<Record<string, RenderDefect>> = {
  "text: a digest over the wrong bytes": (render) => (connection, document, marker) => {
    const rendered = render(connection, document, marker);
    // The digest's input has no stamp.
    return document.stamp.length === 0 ? { ...rendered, body: "" } : rendered;
  },
  "text: a digest over the hour": (render) => {
    let count = 0;
    return (connection, document, marker) => {
      const rendered = render(connection, document, marker);
      return document.stamp.length === 0 ? { ...rendered, title: `${rendered.title} ${(count += 1)}` } : rendered;
    };
  },
  "text: it is cut": (render) => (connection, document, marker) => {
    const { body, ...rendered } = render(connection, document, marker);
    return { ...rendered, body: body.startsWith("{") ? body : body.slice(0, 300) };
  },
  "text: labels are left out": (render) => (connection, document, marker) => ({
    ...render(connection, document, marker),
    labels: [],
  }),
};
