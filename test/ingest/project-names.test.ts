import { expect, test } from "vitest";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import type { Stream } from "../../src/ports/connector.ts";
import { useLive } from "./live.ts";

const live = await useLive();
const sweep = () => sweepConnection(live.context(), { depth: "structure", maxDrop: 0.2 });

test.each([
  ["another project has its name", "100", "PAY", "200", null],
  ["it has another name", "100", "PAYMENTS", "100", expect.any(Number)],
  ["the check does not see it", "100", "PAY", null, expect.any(Number)],
  ["the check sees it for the first time", null, "PAY", "100", expect.any(Number)],
])(
  "a sweep reads a project's own stream from where it was, but from the beginning if another has its name: %s",
  async (_, first, key, second, since) => {
    const issues: Stream = { name: "issues", mode: "incremental", pace: "poll", container: "pay" };
    const versions: Stream = { name: "versions", mode: "full", pace: "sweep", container: "pay" };
    live.source.listed = [issues, { ...issues, name: "issues of others", container: "LEDGER" }];
    const seen = { name: "pay", nativeId: first, key: "PAY", failure: null };
    live.source.containers = [seen, { ...seen, name: "LEDGER", nativeId: "300", key: "LED" }];
    live.source.edit("1");
    await sweep();
    live.source.spans.length = 0;
    const others = await live.store.stream("acme", "issues of others");
    if (others === null) throw new Error("not read");
    await live.store.saveStream({ ...others, watermark: 7, token: "7" });
    // Other things may have the name, and another project had it.
    await live.store.saveNames(live.source, [
      { kind: "link-type", nativeId: "400", name: "PAY" },
      ...(first === null ? [] : [{ kind: "container" as const, nativeId: "500", name: "PAY" }]),
    ]);
    live.source.listed = [...live.source.listed, versions];
    live.source.containers = [{ ...seen, nativeId: second, key }];
    const { written } = await sweep();
    expect(live.source.spans).toEqual([["container:PAY", since]]);
    expect(await live.store.stream("acme", "issues of others")).toMatchObject({ watermark: 7, token: "7" });
    expect(written > 0).toBe(second !== null);
    expect(await live.store.names("acme")).toContainEqual(expect.objectContaining({ nativeId: "300", name: "LEDGER" }));
  },
);
