import { isKeyRef, type WorkItemId } from "../ids.ts";
import type { Team } from "../model/train.ts";
import { distinct, sortedBy } from "../ordering.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { once } from "../tracking/once.ts";
import { ageingWork, type AgeingWork } from "./ageing-work.ts";
import { cumulativeFlow, flowLoad, type CumulativeFlow, type FlowLoad } from "./cumulative-flow.ts";
import { flowEfficiency, type FlowEfficiency } from "./flow-efficiency.ts";
import { flowItem, itemsToFollow, stretchReader, touchedReader, type FlowItem, type FlowSource } from "./flow-items.ts";
import { flowSample, type FlowSample, type Measured } from "./flow-sample.ts";
import { flowTime, flowTimeAt, type FlowTime } from "./flow-time.ts";
import { littlesLaw, type LittlesLaw } from "./littles-law.ts";
import { distribution, throughput, type Distribution, type Throughput } from "./throughput.ts";
import { provisionReader, waitingReader, type Waiting } from "./waiting.ts";

/** The flow figures of a team or of the train. */
export type FlowFigures = {
  readonly flowTime: FlowTime;
  readonly throughput: Throughput;
  readonly distribution: Distribution;
  readonly load: FlowLoad;
  readonly efficiency: FlowEfficiency;
  readonly ageing: AgeingWork;
  readonly cumulativeFlow: CumulativeFlow;
  readonly littlesLaw: LittlesLaw;
};

export type Flow = {
  readonly train: FlowFigures;
  /** In the file's order. */
  readonly teams: readonly (FlowFigures & { readonly team: string; readonly name: string })[];
};

/**
 * Items whose changes are needed because a finished item waits, or waited, for them. Each step is short.
 * @param source its events: those of the window, and all of `itemsToFollow` before
 */
export function* providersToFollow(source: Omit<FlowSource, "categoryEvents">): Generator<void, readonly WorkItemId[]> {
  const followed = (yield* itemsToFollow(source)).map(({ item }) => item);
  const consumers = followed.filter(({ status }) => status === "done").map(({ id }) => id);
  const provisionsOf = yield* provisionReader(source, new Set(consumers));
  const known = new Set<string>(followed.map(({ id }) => id));
  const providers = distinct(consumers.flatMap((id) => provisionsOf(id).map(({ provider }) => provider)));
  return providers.flatMap((provider) => (isKeyRef(provider) || known.has(provider) ? [] : provider));
}

/**
 * The flow figures of a train and its teams. Order and repetition of the events do not matter. Each step is short.
 * @param source its events: those of the window, and all of `itemsToFollow` and `providersToFollow`
 */
export function* flowFigures(source: FlowSource): Generator<void, Flow> {
  const { view, window } = source;
  const stretchesOf = yield* stretchReader(source);
  const touchedOf = touchedReader(source);
  const samples: { readonly team: Team; readonly sample: FlowSample }[] = [];
  for (const team of view.train.teams) {
    const items: FlowItem[] = [];
    const touched = sortedBy(touchedOf(team), ({ item }) => item.id);
    yield* inSteps(touched, (planned) => {
      items.push(flowItem(planned, team, stretchesOf(planned.item.id, team)));
    });
    samples.push({ team, sample: flowSample(items, window) });
  }
  const whole = flowSample(
    samples.flatMap(({ sample }) => sample.items),
    window,
  );
  const consumers = new Set(whole.measured.map(({ planned }) => planned.item.id));
  yield;
  const waits = waitingReader(source, yield* provisionReader(source, consumers), stretchesOf);
  const waitingOf = once(({ item }: Measured["planned"]) => waits(item.id));
  yield* inSteps(whole.measured, ({ planned }) => void waitingOf(planned));
  const p85s = new Map(samples.map(({ team, sample }) => [team.key, flowTimeAt(sample.measured, 85)]));
  const figuresOf = function* (sample: FlowSample): Generator<void, FlowFigures> {
    const flow = yield* cumulativeFlow(sample, view.train.timeZone);
    const efficiency = flowEfficiency(sample, ({ planned }): Waiting => waitingOf(planned));
    yield;
    return {
      flowTime: flowTime(sample),
      throughput: throughput(sample),
      distribution: distribution(sample),
      load: flowLoad(sample, flow),
      efficiency,
      ageing: ageingWork(sample, (team) => p85s.get(team) ?? null),
      cumulativeFlow: flow,
      littlesLaw: littlesLaw(sample, flow),
    };
  };
  const teams: Flow["teams"][number][] = [];
  for (const { team, sample } of samples)
    teams.push({ team: team.key, name: team.name, ...(yield* figuresOf(sample)) });
  return { train: yield* figuresOf(whole), teams };
}
