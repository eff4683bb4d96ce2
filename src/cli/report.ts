import { Option, type Command } from "commander";
import { renderMarkdown } from "../../connectors/github/render.ts";
import { renderAdf } from "../../connectors/jira/render.ts";
import { rollupJson } from "../reporting/rollup-json.ts";
import { rollupDocument } from "../reporting/rollup-document.ts";
import { evaluateStored } from "../reporting/publish.ts";
import { trainNamed, withStore } from "./open-store.ts";
import { atOption, jsonOption } from "./options.ts";
import { outJson, outLine, type Terminal } from "./terminal.ts";

type Form = "md" | "adf" | "json";

/** Where Markdown is at home: links are written as they would be there. */
const gitHub = "https://github.com";

type Flags = { readonly at?: number; readonly as: Form; readonly json?: boolean };

export function addReport(program: Command, terminal: Terminal): void {
  program
    .command("report <train>")
    .description("print a train's rollup, from the stored model")
    .addOption(
      new Option("--as <form>", "Markdown, Atlassian Document Format or JSON")
        .choices(["md", "adf", "json"])
        .default("md"),
    )
    .addOption(atOption())
    .addOption(jsonOption())
    .action((key: string, flags: Flags) =>
      withStore(async (store) => {
        const train = await trainNamed(store, key);
        const evaluation = await evaluateStored(store, train, flags.at ?? Date.now());
        const form: Form = flags.json === true ? "json" : flags.as;
        if (form === "json") return outJson(terminal, rollupJson(evaluation));
        const document = rollupDocument(evaluation);
        if (form === "adf") return outJson(terminal, renderAdf(document));
        return outLine(terminal, `# ${document.title}\n\n${renderMarkdown(document, gitHub).body}`);
      }),
    );
}
