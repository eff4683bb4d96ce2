import type { HookStatus } from "../../src/ports/webhook.ts";

/** The webhooks in a tracker's list that call an endpoint of one connection. */
export type OwnHooks<H> = {
  /**
   * Those of this service: first that with exactly this address, then those that repeat it or have another unguessable
   * end.
   */
  readonly here: readonly H[];
  /** Other addresses of services, such as a former one of this service. */
  readonly elsewhere: readonly string[];
};

type Endpoint = {
  /** Key of the connection. */
  readonly key: string;
  /** The whole address of the endpoint. */
  readonly url: string;
};

export function ownHooks<H>(
  hooks: readonly H[],
  { key, url }: Endpoint,
  urlOf: (hook: H) => string | null | undefined,
): OwnHooks<H> {
  const service = serviceOf(url, key);
  const own = hooks.flatMap((hook) => {
    const address = urlOf(hook) ?? "";
    const at = serviceOf(address, key);
    return at === null ? [] : [{ hook, at, isExact: address === url }];
  });
  const here = own.filter(({ at }) => at === service).toSorted((a, b) => Number(b.isExact) - Number(a.isExact));
  const elsewhere = own.filter(({ at }) => at !== service).map(({ at }) => at);
  return { here: here.map(({ hook }) => hook), elsewhere: [...new Set(elsewhere)].toSorted() };
}

/**
 * The address of a service, `https://signalbox.example.com`, in that of its endpoint for a connection: without user,
 * password and the unguessable end, which are secrets. Null for addresses of other programs.
 */
function serviceOf(address: string, key: string): string | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/u.test(url.protocol)) return null;
  const end = `/webhooks/${key}`;
  const place = url.pathname.lastIndexOf(end);
  if (place === -1 || !/^(?:\/[^/]*)?$/u.test(url.pathname.slice(place + end.length))) return null;
  return `${url.origin}${url.pathname.slice(0, place)}`;
}

/** What differs in the hooks of this service, besides the settings of the first. @param url of the endpoint */
export function repeatedHooks(hooks: readonly unknown[], first: string | null | undefined, url: string) {
  return [
    ...(first === url ? [] : ["it calls a former address of our endpoint"]),
    ...(hooks.length < 2 ? [] : [`${hooks.length - 1} more of ours beside it`]),
  ];
}

/** For a row about a place. */
export function besideOf({ elsewhere }: Pick<OwnHooks<unknown>, "elsewhere">): Pick<HookStatus, "elsewhere"> {
  return elsewhere.length === 0 ? {} : { elsewhere };
}
