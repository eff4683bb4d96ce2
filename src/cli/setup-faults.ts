import { Failure } from "../domain/failure.ts";
import type { Train } from "../domain/model/train.ts";
import { findingText, isToMend } from "../domain/setup/finding.ts";
import type { Connector } from "../ports/connector.ts";
import { namedIn } from "../setup/needed-places.ts";

/**
 * Checks with each tracker whether the boards and rollup targets of the train file exist and are usable.
 * @returns a sentence each, with its connection; a check that our account may not make is one of them
 */
export async function setupFaultsIn(
  connectors: ReadonlyMap<string, Connector>,
  trains: readonly Train[],
): Promise<readonly string[]> {
  const checks = [...connectors].map(async ([key, { setup }]) => {
    try {
      const findings = await setup.names(namedIn(key, trains));
      return findings.filter(isToMend).map((finding) => `${key}: ${findingText(finding)}`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // The read itself reports any other failure of a tracker.
      return error.code !== "forbidden"
        ? []
        : [`${key}: Signalbox could not check its boards and rollup targets. ${error.message} ${error.remedy}`];
    }
  });
  return (await Promise.all(checks)).flat();
}
