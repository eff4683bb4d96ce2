import { Failure } from "../domain/failure.ts";
import type { Finding } from "../domain/setup/finding.ts";
import type { Channel } from "../ports/channel.ts";

/** Whether the channels of the digests can be reached. Sends no message. */
export async function channelFindings(channels: readonly Channel[]): Promise<readonly Finding[]> {
  return Promise.all(channels.map(channelFinding));
}

async function channelFinding({ key, check }: Channel): Promise<Finding> {
  const finding = {
    id: `channel:${key}`,
    group: "reports",
    connection: null,
    tried: `Signalbox connected to channel ${key} of the digest, without a message.`,
    link: null,
  } as const;
  if (check === undefined) {
    const means = `The webhook of channel ${key} takes no request without a message.`;
    return { ...finding, outcome: "not-tried", means, remedy: "`signalbox digest --send` sends one to each channel." };
  }
  try {
    await check();
    return { ...finding, outcome: "ok", means: `Channel ${key} takes our connection.`, remedy: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...finding, outcome: "blocks", means: error.message, remedy: error.remedy };
  }
}
