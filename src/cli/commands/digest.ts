import { Option } from "commander";
import type { DigestFlags } from "../digest.ts";
import { configOption } from "../options.ts";
import type { AddCommand } from "./add-command.ts";

type Flags = { readonly as: DigestFlags["as"]; readonly send?: boolean; readonly config?: string };

export const addDigest: AddCommand = (program, terminal, withStore) => {
  program
    .command("digest [train]")
    .description("print the current weekly digest, or send it")
    .addOption(new Option("--as <form>", "plain text, or HTML as in mail").choices(["text", "html"]).default("text"))
    .option("--send", "send it to the train's channels now, even if it was sent before")
    .addOption(configOption())
    .action(async (train: string | undefined, { send, ...flags }: Flags) => {
      const { sendDigestNow, showDigest } = await import("../digest.ts");
      if (send === true) await sendDigestNow({ ...flags, train }, terminal);
      else await withStore((store) => showDigest(store, { ...flags, train }, terminal));
    });
};
