import { evaluating } from "../../src/cli/evaluate-context.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { renderJira } from "../../connectors/jira/render.ts";
import { generateDemo } from "../../sandbox/demo-data/generate.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import { isDueBy } from "../../src/domain/conflicts/decisions.ts";
import type { Block, Document } from "../../src/ports/document.ts";
import { openRecords, type Evaluation } from "../../src/reporting/evaluate.ts";
import { keyOf } from "../../src/reporting/item-words.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { rollupDocument } from "../../src/reporting/rollup-document.ts";
import { linesOf } from "../support/document-lines.ts";
import { openApp } from "../support/app.ts";

/** The rollup of the demo's train of 763 items, in the room that Jira has for it. */
const now = Date.parse("2026-11-24T12:00:00Z");
const url = "https://github.com/acme-payments/trains/issues/3";
let evaluation: Evaluation;
let document: Document;
const ending = new AsyncDisposableStack();

beforeAll(async () => {
  const data = generateDemo({ seed: 1, now });
  const clock = () => now;
  const sandbox = await startSandbox({ data, port: 0, clock, searchLagMs: 0 });
  ending.defer(() => sandbox.close());
  const { connections } = sandbox;
  const place = await openApp({ connections, trainFile: data.trainFile, clock }, ending);
  await syncAll(place, { full: false });
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  evaluation = await evaluateStored(evaluating(place.store), train, now);
  const more = { content: [{ type: "link", text: "acme-payments/trains#3", url } as const], url };
  document = withRealAddresses({ ...rollupDocument(evaluation), more }, sandbox.connections.map(siteOf));
});

afterAll(() => ending.disposeAsync());

function siteOf(connection: object): string {
  return "site" in connection ? String(connection.site) : "";
}

/** Loopback addresses are shorter than any a team has. */
function withRealAddresses(given: Document, sites: readonly string[]): Document {
  const changed = sites
    .filter((site) => site !== "")
    .reduce((json, site) => json.replaceAll(site, "https://acme-payments.atlassian.net"), JSON.stringify(given));
  const same: unknown = JSON.parse(changed.replaceAll(/http:\/\/127\.0\.0\.1:\d+\/github/gu, "https://github.com"));
  return same as Document;
}

const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.string(),
    text: z.string().optional(),
    attrs: z.object({ text: z.string().optional(), title: z.string().optional() }).optional(),
    content: z.array(Node).optional(),
  }),
);
type Node = {
  readonly type: string;
  readonly text?: string | undefined;
  readonly attrs?: { readonly text?: string | undefined; readonly title?: string | undefined } | undefined;
  readonly content?: readonly Node[] | undefined;
};

function wordsOf({ text = "", attrs, content = [] }: Node): string {
  return text + (attrs?.text ?? "") + (attrs?.title ?? "") + content.map(wordsOf).join("");
}

/** What a reader sees, a line for each item and paragraph. */
function readLines(given: Document): readonly string[] {
  const lines = (node: Node): readonly string[] =>
    ["doc", "bulletList", "listItem", "expand", "panel"].includes(node.type)
      ? [node.attrs?.title ?? "", ...(node.content ?? []).flatMap(lines)]
      : wordsOf(node).split("\n");
  const { body } = renderJira(given, "rollup:payments:acme:PMO");
  expect(body.length).toBeLessThanOrEqual(30_000);
  return lines(Node.parse(JSON.parse(body)));
}

function sectionOf(given: Document, title: string): readonly Block[] {
  const isTitle = (block: Block) => block.type === "heading" && linesOf([block])[0]?.startsWith(title) === true;
  const place = given.blocks.findIndex(isTitle);
  expect(place, title).toBeGreaterThan(0);
  return given.blocks.slice(place);
}

describe("Jira's rollup of the demo", () => {
  test("shows the conflicts that bite in this iteration or the next but for the furthest, and that not all fits", () => {
    const { view } = evaluation;
    const conflicts = openRecords(evaluation)
      .map(({ conflict }) => conflict)
      .filter((conflict) => conflict.severity === "conflict" && isDueBy(conflict, view.train, view.at));
    expect(conflicts.length).toBeGreaterThan(10);
    const all = readLines(document);
    const lines = all.slice(all.findIndex((line) => line.startsWith("Open conflicts by team")));
    const cut = conflicts.filter(({ consumer, provider }) => {
      const keys = [consumer, ...(provider === null ? [] : [provider])].map((end) => keyOf(view, end));
      return !lines.some((line) => keys.every((key) => line.includes(key)));
    });
    expect(cut.length).toBeLessThanOrEqual(3);
    expect(lines.filter((line) => /^\+\d+ more$/u.test(line)).length).toBeGreaterThan(0);
    expect(lines).toContain("acme-payments/trains#3");
  });

  test("shows all of its data quality, its legend, and the progress of every team", () => {
    const words = readLines(document).join("\n").replaceAll("\u00a0", " ");
    for (const line of linesOf(sectionOf(document, "Data quality"))) expect(words).toContain(line);
    for (const { name, total } of evaluation.rollup.teams) {
      expect(words).toMatch(new RegExp(`^${name} .* ${total.done}/${total.items} · `, "mu"));
    }
  });

  test("spends at least four tenths of its room on words", () => {
    expect(readLines(document).join("").length).toBeGreaterThan(12_000);
  });

  test("of a train twice as large shows as much, and still all of its data quality", () => {
    const twice = { ...document, blocks: document.blocks.map(doubled) };
    const lines = readLines(twice);
    expect(lines.join("").length).toBeGreaterThan(12_000);
    const words = lines.join("\n").replaceAll("\u00a0", " ");
    for (const line of linesOf(sectionOf(document, "Data quality"))) expect(words).toContain(line);
  });
});

function doubled(block: Block): Block {
  if (block.type === "details") return { ...block, blocks: block.blocks.map(doubled) };
  if (block.type === "table") return { ...block, rows: [...block.rows.slice(0, -1), ...block.rows] };
  if (block.type !== "list" || block.keep === "always") return block;
  const { distances } = block;
  const twice = { ...block, items: block.items.flatMap((item) => [item, item]) };
  return distances === undefined ? twice : { ...twice, distances: distances.flatMap((one) => [one, one]) };
}
