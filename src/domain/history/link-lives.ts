import { nameOf, type Link } from "../items/work-item.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { inOrder } from "./former.ts";
import { linkReader, type LinksInput } from "./links-then.ts";

/** A link, present or former, and when it was there. */
export type LinkLife = {
  readonly link: Link;
  /** Ascending, epoch milliseconds; from −∞ if nothing tells when it began, until +∞ if it is there. */
  readonly spans: readonly { readonly from: number; readonly until: number }[];
  /** Whether any of its changes is known. */
  readonly isDated: boolean;
};

/** A change's instant, and whether the link was there before it. */
type Change = { readonly at: number; readonly wasThere: boolean };

/**
 * When each link was there, as the first change after any instant tells it. Leaves out changes that may be of any of
 * several links. Order and repetition of the events do not matter. Each step is short.
 * @param input present links, and changes of links, at least
 */
export function* linkLives(
  input: Pick<LinksInput, "links" | "events" | "itemCalled">,
): Generator<void, readonly LinkLife[]> {
  const linkOf = yield* linkReader(input);
  const lives = new Map(
    Array.from(input.links.values(), (link) => [nameOf(link), { link, isThere: true, changes: [] as Change[] }]),
  );
  yield;
  const ofLinks = input.events.flatMap((event) => (event.field === "links" ? event : []));
  yield* inSteps(inOrder(ofLinks), (event) => {
    const members = [
      ...event.from.map((value) => ({ value, wasThere: true })),
      ...event.to.map((value) => ({ value, wasThere: false })),
    ];
    for (const { value, wasThere } of members) {
      const link = linkOf(event.itemId, value);
      if (link === null) continue;
      const name = nameOf(link);
      const life = lives.get(name) ?? { link, isThere: false, changes: [] };
      life.changes.push({ at: event.at, wasThere });
      lives.set(name, life);
    }
  });
  return [...lives.values()].map(({ link, isThere, changes }) => ({
    link,
    spans: spansOf(changes, isThere),
    isDated: changes.length > 0,
  }));
}

/** @param changes in their order; of several at one instant the first one tells the time before it */
function spansOf(changes: readonly Change[], isThere: boolean): LinkLife["spans"] {
  const befores = [...changes, { at: Number.POSITIVE_INFINITY, wasThere: isThere }];
  let from = Number.NEGATIVE_INFINITY;
  const spans: { from: number; until: number }[] = [];
  for (const { at, wasThere } of befores) {
    if (wasThere) spans.push({ from, until: at });
    from = at;
  }
  return spans;
}
