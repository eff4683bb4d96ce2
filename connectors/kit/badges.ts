import type { Tone } from "../../src/ports/document.ts";

/** A tone where a text has no colours of its own. */
export const badges: Readonly<Record<Tone, string>> = { good: "🟢", warning: "🟡", bad: "🔴", neutral: "⚪" };
