/** The first form of a page: where it goes, and the fields with their values as they are on the page. */
export type WebForm = { readonly action: string; readonly fields: URLSearchParams };

/** The page at an address, as text. */
export async function pageAt(address: string): Promise<string> {
  return (await fetch(address)).text();
}

export function formIn(page: string): WebForm {
  const action = /<form action="([^"]+)"/u.exec(page)?.[1];
  if (action === undefined) throw new Error(`no form in ${page}`);
  const inputs = [...page.matchAll(/<input(?: type="\w+")? name="(\w+)" value="([^"]*)"/gu)];
  return {
    action: plain(action),
    fields: new URLSearchParams(Object.fromEntries(inputs.map(([, name = "", value = ""]) => [name, plain(value)]))),
  };
}

/** Sends a form as a browser does; follows no redirect. */
export function submit({ action, fields }: WebForm, change: Readonly<Record<string, string>> = {}): Promise<Response> {
  const body = new URLSearchParams(fields);
  for (const [name, value] of Object.entries(change)) body.set(name, value);
  return fetch(action, { method: "POST", body, redirect: "manual" });
}

function plain(text: string): string {
  const named: Readonly<Record<string, string>> = { quot: '"', amp: "&", lt: "<", gt: ">", "#39": "'" };
  return text.replaceAll(/&(quot|amp|lt|gt|#39);/gu, (_, name: string) => named[name] ?? "");
}

/** Creates the app that the page at the address offers, as its person would. @returns the page that installs it */
export async function createOffered(address: string): Promise<string> {
  const offer = await submit(formIn(await pageAt(address)));
  const back = await submit(formIn(await offer.text()));
  const taken = await fetch(back.headers.get("location") ?? "", { redirect: "manual" });
  return taken.headers.get("location") ?? "";
}
