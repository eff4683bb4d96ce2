type RequestDefect = (init: RequestInit) => RequestInit;

/** Defects in outgoing requests. */
export const requestDefects: Readonly<Record<string, RequestDefect>> = {
  "request: people's words in GitHub are left out": changingText((text) => {
    const [ours = text] = /<!-- signalbox:begin.*<!-- signalbox:end.*?-->/su.exec(text) ?? [];
    return ours;
  }),
  "request: our marks in GitHub are left out": changingText((text) => text.replaceAll(/<!-- signalbox:.*?-->/gu, "")),
  "request: our marks in Jira are left out": (init) =>
    typeof init.body === "string" ? { ...init, body: init.body.replaceAll(/[▾▴] Signalbox/gu, "Signalbox") } : init,
  "request: a text in GitHub is torn": changingText((text) => text.slice(0, Math.ceil(text.length / 2))),
};

/** For texts in Markdown: Jira's texts are not strings. */
function changingText(change: (text: string) => string): RequestDefect {
  return (init) => {
    if (typeof init.body !== "string") return init;
    const sent: unknown = JSON.parse(init.body);
    if (typeof sent !== "object" || sent === null || !("body" in sent) || typeof sent.body !== "string") return init;
    return { ...init, body: JSON.stringify({ ...sent, body: change(sent.body) }) };
  };
}
