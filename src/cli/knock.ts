import { networkReason } from "../../connectors/kit/network-reason.ts";
import type { Knock } from "../setup/doctor-webhooks.ts";

const withinMs = 10_000;

/** One unsigned, empty call. Follows no redirect: a tracker would not either. */
export const knock: Knock = async (url) => {
  try {
    const signal = AbortSignal.timeout(withinMs);
    const { status, body } = await fetch(url, { method: "POST", redirect: "manual", signal });
    await body?.cancel();
    return { status };
  } catch (error) {
    return { says: networkReason(error, new URL(url)).says };
  }
};
