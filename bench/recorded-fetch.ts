/** One request as it went out, enough to send it again. */
export type RecordedRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
};

export type Recording = { readonly requests: readonly RecordedRequest[]; stop(): void };

/** Notes every request the process sends through `fetch` until stopped. */
export function recordFetch(): Recording {
  const real = globalThis.fetch;
  const requests: RecordedRequest[] = [];
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = typeof init?.body === "string" ? init.body : null;
    requests.push({ url: request.url, method: request.method, headers: request.headers, body });
    return real(input, init);
  };
  return {
    requests,
    stop: () => {
      globalThis.fetch = real;
    },
  };
}

/**
 * The least a sync can cost: the same requests in the same order, answers only parsed. One lane per tracker, as in the sync.
 * @returns seconds
 */
export async function replay(lanes: readonly (readonly RecordedRequest[])[]): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const { url, method, headers, body } of lane) {
        const answer = await fetch(url, { method, headers, body });
        JSON.parse(await answer.text());
      }
    }),
  );
  return (performance.now() - startedAt) / 1000;
}
