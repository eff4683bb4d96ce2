import type { Tone } from "../../src/ports/document.ts";

/** A badge's tone for texts without colours. */
export const badges: Readonly<Record<Tone, string>> = { good: "🟢", warning: "🟡", bad: "🔴", neutral: "⚪" };
