/** One sent request, complete enough to send it again. */
export type RecordedRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

export type Recording = { readonly requests: readonly RecordedRequest[] };

/** Records every request that the process sends through `fetch` from now on. */
export function recordFetch(): Recording {
  const real = globalThis.fetch;
  const requests: RecordedRequest[] = [];
  globalThis.fetch = async (input, init) => {
    const { url, method, headers } = new Request(input, init);
    const body = typeof init?.body === "string" ? init.body : null;
    requests.push({ url, method, headers: Object.fromEntries(headers), body });
    return real(input, init);
  };
  return { requests };
}

/**
 * The minimum cost of a pull: a bare loop that sends the same requests and only parses the answers.
 * @returns seconds
 */
export async function replay(requests: readonly RecordedRequest[]): Promise<number> {
  const startedAt = performance.now();
  for (const { url, method, headers, body } of requests) {
    const answer = await fetch(url, { method, headers, body });
    JSON.parse(await answer.text());
  }
  return (performance.now() - startedAt) / 1000;
}
