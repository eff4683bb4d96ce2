import type { RawRecord } from "../../data.ts";
import { numberAt } from "../../record.ts";
import type { SiteState } from "../site-state.ts";
import { announce, type WebhookEvent } from "./announce.ts";

/** Ends by issue id. */
export type LinkEnds = {
  readonly id: string;
  readonly type: RawRecord | null;
  readonly source: string;
  readonly destination: string;
};

type Telling = { readonly event: "issuelink_created" | "issuelink_deleted"; readonly flow?: WebhookEvent["flow"] };

/** Sends only numbers: no keys, no project, no actor. */
export function announceLink(state: SiteState, link: LinkEnds, { event, flow = "Primary" }: Telling): void {
  const { id, type, source, destination } = link;
  const body = () => ({
    issueLink: {
      id: Number(id),
      sourceIssueId: Number(source),
      destinationIssueId: Number(destination),
      issueLinkType: {
        id: numberAt(type, "id"),
        name: type?.["name"],
        outwardName: type?.["outward"],
        inwardName: type?.["inward"],
        isSubTaskLinkType: false,
        isSystemLinkType: false,
      },
      systemLink: false,
    },
  });
  announce(state, { event, issue: null, flow, body });
}
