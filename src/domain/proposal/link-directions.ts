import type { LinkMeaning } from "../model/train.ts";
import { percent } from "./counting.ts";
import { answerTo, type Answers, type Decision, type Question } from "./decision.ts";
import { doWordsAgree, isAboutOrder, orderInWords, type Order } from "../items/link-words.ts";
import type { SeenLink, SeenLinkType, SiteLook } from "./site-look.ts";

/** A link type of a site: its use in the sample, and what it means for the train. */
export type LinkTypeReading = {
  readonly connection: string;
  readonly type: SeenLinkType;
  /** Links of this type in the sample. */
  readonly uses: number;
  /** Links whose source, or target, was closed first. */
  readonly sourceFirst: number;
  readonly targetFirst: number;
  /** Null: no dependency. */
  readonly means: Decision<LinkMeaning["means"] | null>;
};

/** Below this number of links with both ends closed, the order of closing proves nothing. */
const enough = 20;
/** Shares of links: that confirm a direction, and that contradict the words. */
const confirms = 0.6;
const contradicts = 0.8;

/** Reads every link type of the sites by its wording, and by which end was closed first. */
export function readLinkTypes(
  looks: readonly SiteLook[],
  answers: Answers,
): { readonly types: readonly LinkTypeReading[]; readonly questions: readonly Question[] } {
  const readings = looks.flatMap((look) => {
    const links = Map.groupBy(look.links, ({ type }) => type);
    return look.linkTypes.map((type) => readType(look.connection, type, links.get(type.id) ?? []));
  });
  const types = readings.map(({ reading, question }) => {
    if (question === null) return reading;
    const answer = answerTo(question, answers);
    const value = meanings.find((means) => means === answer) ?? null;
    return { ...reading, means: { ...reading.means, value } };
  });
  return { types, questions: readings.flatMap(({ question }) => question ?? []) };
}

const none = "none";
const meanings: readonly LinkMeaning["means"][] = ["source-blocks-target", "target-blocks-source"];

function readType(connection: string, type: SeenLinkType, links: readonly SeenLink[]) {
  const counted = countOrder(links);
  const means = meaningOf(type, counted);
  const reading: LinkTypeReading = { connection, type, uses: links.length, ...counted, means };
  const question = means.confidence === "guess" && links.length > 0 ? questionFor(reading) : null;
  return { reading, question };
}

type Counted = Pick<LinkTypeReading, "sourceFirst" | "targetFirst">;

function countOrder(links: readonly SeenLink[]): Counted {
  let sourceFirst = 0;
  let targetFirst = 0;
  for (const { source, target } of links) {
    if (source.closedAt === null || target.closedAt === null) continue;
    if (source.closedAt < target.closedAt) sourceFirst += 1;
    if (target.closedAt < source.closedAt) targetFirst += 1;
  }
  return { sourceFirst, targetFirst };
}

function meaningOf(type: SeenLinkType, counted: Counted): LinkTypeReading["means"] {
  const said = orderInWords(type);
  const seen = orderIn(counted);
  if (said !== null) return byWords(said, type, { counted, seen });
  if (!isAboutOrder(type.name) && !isAboutOrder(type.outward) && !isAboutOrder(type.inward)) {
    return { value: null, confidence: "sure", why: "its words order nothing" };
  }
  if (seen === null || seen.share < confirms) {
    return { value: null, confidence: "guess", why: "its words do not say which end comes first" };
  }
  const why = `its words do not say which end comes first; ${closedWords(counted)}`;
  return { value: meaningIn(seen.order), confidence: "guess", why };
}

type Evidence = { readonly counted: Counted; readonly seen: ReturnType<typeof orderIn> };

function byWords(said: Order, type: SeenLinkType, { counted, seen }: Evidence): LinkTypeReading["means"] {
  const value = meaningIn(said);
  const words = `“${type.outward}” says so`;
  if (seen === null) return { value, confidence: doWordsAgree(type) ? "sure" : "likely", why: words };
  const why = `${words}; ${closedWords(counted)}`;
  if (seen.order === said) return { value, confidence: "sure", why };
  return { value, confidence: seen.share >= contradicts ? "guess" : "likely", why: `${why}, against the words` };
}

/** Null for too few links with both ends closed. */
function orderIn({ sourceFirst, targetFirst }: Counted) {
  const both = sourceFirst + targetFirst;
  if (both < enough) return null;
  const order: Order = sourceFirst >= targetFirst ? "source-first" : "target-first";
  return { order, share: Math.max(sourceFirst, targetFirst) / both };
}

function closedWords({ sourceFirst, targetFirst }: Counted): string {
  const both = sourceFirst + targetFirst;
  const [end, part] = sourceFirst >= targetFirst ? ["source", sourceFirst] : ["target", targetFirst];
  return `the ${end} was closed first in ${percent(part, both)} of ${both}`;
}

function meaningIn(order: Order): LinkMeaning["means"] {
  return order === "source-first" ? "source-blocks-target" : "target-blocks-source";
}

function questionFor({ connection, type, means }: LinkTypeReading): Question {
  const options = [
    { value: "source-blocks-target", label: `“A ${type.outward} B”: A must be finished first` },
    { value: "target-blocks-source", label: `“A ${type.outward} B”: B must be finished first` },
    { value: none, label: "it orders nothing" },
  ];
  const best = means.value ?? none;
  return {
    id: `link:${connection}:${type.id}`,
    asks: `What does the link type “${type.name}” mean?`,
    why: means.why,
    options: options.toSorted((a, b) => Number(b.value === best) - Number(a.value === best)),
  };
}
