import { evaluateStored, evaluateWithInput } from "../reporting/evaluate-train.ts";
import { evaluating } from "./evaluate-context.ts";
import { renderMarkdown } from "../../connectors/github/render.ts";
import { renderAdf } from "../../connectors/jira/render.ts";
import type { Store } from "../ports/store.ts";
import { deliveryJson } from "../reporting/delivery-json.ts";
import { flowOf } from "../reporting/flow.ts";
import { deliveryAt } from "../reporting/with-delivery.ts";
import { rollupJson } from "../reporting/rollup-json.ts";
import { rollupDocument } from "../reporting/rollup-document.ts";
import { askedAt, type When } from "./instants.ts";
import { trainNamed } from "./open-store.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

type Form = "md" | "adf" | "json";

/** Markdown for GitHub: links have the form that they have there. */
const gitHub = "https://github.com";

export type ReportFlags = { readonly at?: When; readonly as: Form; readonly json?: boolean };

export async function runReport(
  store: Store,
  flags: ReportFlags & { readonly train: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const train = await trainNamed(store, flags.train);
  const question = askedAt(evaluating(store), train, flags.at);
  const form: Form = flags.json === true ? "json" : flags.as;
  if (form === "json") {
    const [context] = question;
    const evaluated = await evaluateWithInput(...question);
    const { view, asOf } = evaluated.evaluation;
    const delivery = asOf?.kind === "later" ? null : deliveryJson(await deliveryAt(context, train, view.at), view);
    return outJson(terminal, { ...rollupJson(evaluated.evaluation, await flowOf(context, evaluated)), delivery });
  }
  const evaluation = await evaluateStored(...question);
  const document = rollupDocument(evaluation);
  if (form === "adf") return outJson(terminal, renderAdf(document));
  return outLine(terminal, `# ${document.title}\n\n${renderMarkdown(document, gitHub).body}`);
}
