import type { WrittenText } from "../../src/domain/references/written.ts";
import type { Marker, Rendered } from "../../src/ports/connector.ts";
import type { Document } from "../../src/ports/document.ts";
import type { Lines } from "../kit/text-layout.ts";
import type { JiraText } from "./api.ts";

/** How a Jira stores rich texts, and how Signalbox reads and writes them. Bodies come from Jira: anything may be in them. */
export type TextForm = {
  /** The managed part with its marks. Pure. */
  readonly render: (document: Document, marker: Marker) => Rendered;
  /** A rendered text as the API takes it. */
  readonly sent: (rendered: Rendered) => JiraText;
  /**
   * The whole text with a new managed part, its ticks kept and people's text around it.
   * @returns null if the marks are missing, duplicated or out of order, because people edited them
   */
  readonly replaced: (body: unknown, rendered: Rendered, marker: Marker) => JiraText | null;
  /** Size in the unit of `longestText`. */
  readonly sizeOf: (text: JiraText) => number;
  /** Size of people's text around the managed part; 0 without exactly one managed part. */
  readonly besideIn: (body: unknown, marker: Marker) => number;
  /** Which boxes of the managed part are ticked. @param ids in the order of the boxes */
  readonly ticksIn: (body: unknown, marker: Marker, ids: readonly string[]) => readonly string[];
  /** A description as blocks, for finding references. */
  readonly blocksOf: (body: unknown) => WrittenText;
  /** A rendered body as plain text. */
  readonly readable: (body: string) => Lines;
};
