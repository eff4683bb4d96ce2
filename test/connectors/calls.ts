import nock from "nock";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import type { SourcePage } from "../../src/ports/connector.ts";

// The import switches nock on for all tests of this worker; it shall be on only where answers are planned.
nock.restore();

/** Nothing but planned answers comes over the wire; each test must use all it planned. */
export function onlyPlannedCalls(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
  });
  beforeEach(() => {
    nock.disableNetConnect();
  });
  afterAll(() => {
    nock.restore();
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(unused).toEqual([]);
  });
}

/** A stream read to its end. */
export async function all<Page = SourcePage>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const read: Page[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

/** What a call fails with; fails the test where it does not. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error("expected a Failure", { cause: error });
}
