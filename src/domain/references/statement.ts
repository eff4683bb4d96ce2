import { signMark } from "./written-line.ts";

/** The text around a phrase: before it in its block, and after the keys. */
export type Surroundings = {
  readonly before: string;
  readonly after: string;
  /** The text below a heading answers its question: it may ask. */
  readonly isHeading: boolean;
};

/** A word and the text that may separate it from the phrase: `isn't *actually* blocked by`. */
const filler = String.raw`(?:[a-z]+ly|be|been|being|is|are|am|'re|'s|get|gets|getting|got|has|have|had|to|it|this|yet|any ?more|any longer|longer|even|just|still|now|also|quite|ever|at all|in any way|in fact|in practice|so far|all|a|seem|seems|appear|appears|need|needs|going|supposed|expected|meant|thought|believed|said|known|considered|always|today|once|then|only|soon|again|first|later|well|maybe|perhaps|necessarily|so)`;
const fillers = String.raw`(?:[ \n]{1,3}${filler}(?![\w'])|[ ]for (?:an? |some |many )?\w+(?: time)?|[ ]\([^()\n]{1,30}\)|,[ ][^,;:.!?\n]{1,30},){0,6}[ \n(]{1,3}$`;

const negated = new RegExp(
  String.raw`(?:(?<![\w'])(?:not(?![ ](?:only|just|merely|simply|solely)\b)|never|no longer|no more|cannot|hardly|neither|nor|without|instead of|rather than|stop(?:s|ped)?|cease[sd]?|avoid(?:s|ed|ing)?|isnt|doesnt|dont|arent|wasnt)|n't)${fillers}`,
  "iu",
);
const past = new RegExp(
  String.raw`(?<![\w'])(?:was|were|had|used to|previously|formerly|originally|initially|once|earlier|historically|in the past|until recently):?${fillers}`,
  "iu",
);
/** `might be blocked by`, `would depend on`; not `In May blocked by`. */
const possible = new RegExp(
  String.raw`(?:(?<![\w'])(?:would|could|might|(?<!(?:in|since|until|by|of|early|late) )may|should|can|shall)|'d)(?=[ ](?:[a-z]+[ ]){0,6}(?:be|been|being|get)[ ]|[ ](?:[a-z]+[ ]){0,3}$)${fillers}`,
  "iu",
);
const guessed = new RegExp(
  String.raw`(?<![\w'])(?:maybe|perhaps|possibly|potentially|theoretically|hypothetically),?${fillers}`,
  "iu",
);
const disbelieved =
  /(?:n't|(?<!\w)not) (?:think|believe|expect|want|see|assume|know|sure|certain|clear|convinced|true|correct|right|say|mean|a|an|one|something|anything)(?!\w)(?![^,;:.!?]{0,60}(?<!\w)but )[^,;:.!?]{0,60}$|(?<!\w)(?:false|wrong|untrue|incorrect) that(?!\w)[^,;:.!?]{0,60}$|(?<!\w)(?:doubt|doubtful|unlikely|unsure|unclear|wonder|wondering)(?!\w)[^,;:.!?]{0,60}$/iu;
/** `Nothing here depends on`, `no other ticket is blocked by`. */
const nobody =
  /(?<![\w'])(?:(?:nothing|nobody|none|neither|no[- ]one)(?!\w)[^,;:.!?]{0,60}|no (?!longer|more|matter|doubt|wonder)\w+[^,;:.!?]{0,40})$/iu;
const conditional =
  /(?<![\w'])(?:if|whether|unless|in case|in the event|assuming|provided|supposing|suppose|lest)(?!\w)[^,;:.!?]{0,100}$|(?<!\w)(?:when|whenever|once|until|till|as soon as) (?:[\w'\uFFFC#-]+ ){0,4}$/iu;
const conditionalSentence = /^(?:only )?(?:if|unless|in case|assuming|provided|supposing|suppose)(?!\w)/iu;
const asked =
  /^(?:is|are|does|do|did|will|has|have|can|could|should|would|isn't|aren't|doesn't|don't|won't|why|how|what|who|when|where|which) (?:this|it|that|these|those|the|an?|we|you|they|he|she|there|any\w*|some\w*|\uFFFC|#?[\w/-]*\d+)(?!\w)|(?<!\w)(?:what|who) (?:\w+ )?$/iu;
/** In `The code blocks #7`, blocks is a noun. */
const clauseEnd =
  /[,;:(]|[ ][-\u2013\u2014][ ]|(?<!\w)(?:because|since|as|but|so|therefore|hence|although|though|however|while|and|which|where|due to)(?!\w)/giu;

const noMore = String.raw`no longer(?: (?:the case|true|valid|needed|relevant|required|blocking|an? \w+))?|not any ?more|any ?more|in the past|previously|formerly`;
const noNeed = String.raw`(?:is|are|does|do)(?:n't| not| no longer) (?:really |actually |a |an |the )?(?:block|depend|dependency|need|relevant|requir|related)`;
/** `e.g. blocked by #7`: an example. */
const exemplary = /(?<!\w)(?:e\. ?g\.,?|eg,?|for (?:example|instance)[,:]?|(?:examples?|sample)[,:])[\s"'(]{0,4}$/iu;

/** Words after the keys that deny them; not `(previously #7)`, which gives the past. */
const takenBack = new RegExp(
  String.raw`^[\s,\u2013\u2014-]{0,4}\(?(?:which |this |that )?(?:(?:(?:is|are) )?(?:${noMore})(?=[\s*_"']{0,4}(?:[.,;:!?)\n]|$))|no longer block|not an? (?:blocker|dependency)|until (?:last|yesterday|recently)(?!\w)|${noNeed})`,
  "iu",
);
/** `#7?` in a list. */
const doubted = /^ ?\(?\?/u;
const onCondition = /^[ ,]{1,3}\(?(?:but )?(?:only )?(?:if|in case|provided|assuming)(?!\w)/iu;

/** Whether a sentence states something: it does not deny, ask, suppose or speak of the past. */
export function isStated({ before, after, isHeading }: Surroundings): boolean {
  const sentence = sentenceBefore(before);
  const clause = sentence.slice(lastClauseStart(sentence));
  const denied = [negated, past, possible, guessed, disbelieved, conditional].some((pattern) => pattern.test(sentence));
  if (denied || exemplary.test(before) || nobody.test(clause) || conditionalSentence.test(sentence)) return false;
  if (isHeading) return true;
  return !asked.test(sentence) && !isQuestion(after) && !takenBack.test(after) && !onCondition.test(after);
}

/** Whether the text after the keys of a list or an answer denies them: `#7 is not a blocker`, `#7?`. */
export function isRetracted(rest: string): boolean {
  return takenBack.test(rest) || doubted.test(rest);
}

/** Enough text to judge a sentence; bounded, so that many phrases cost time in proportion to the text. */
const reach = 240;

/** Signs between a bullet and the words. */
const ornament = /^[\s\-\u2013\u2014\u2022\u2192*>#\uFFFC\p{Extended_Pictographic}]*(?:\[[ x]\]\s)?/iu;

/** The sentence before the phrase, on one line; without struck-out words. */
export function sentenceBefore(before: string): string {
  return startOfSentence(before).replace(ornament, "");
}

/** The same with everything at its beginning: the end of `before`. */
export function startOfSentence(before: string): string {
  const joined = before.slice(-reach).replaceAll(/\n(?=[a-z]|$)/gu, " ");
  return joined.split(/(?<=[.!?;]["')\]]?)\s|\n/u).at(-1) ?? "";
}

function lastClauseStart(sentence: string): number {
  let start = 0;
  for (const match of sentence.matchAll(clauseEnd)) start = match.index + match[0].length;
  return start;
}

/** `Blocked by #7, can we get a date?` states first and asks then. */
const asksThen =
  /(?:[,;(]|[ ][-\u2013\u2014])[ ]{0,2}(?:and |but |so )?(?:can|could|when|what|who|how|why|will|shall|would|do|does|any|eta|please|anyone|somebody)(?!\w)/iu;

function isQuestion(after: string): boolean {
  const rest = after.slice(0, reach).replaceAll(/\n(?=[a-z])/gu, " ");
  const end = /[.!?](?=[\s)"'\]*_]|$)|\?(?=[,;])|\n/u.exec(rest.replaceAll(signMark, " "));
  return end?.[0] === "?" && !asksThen.test(rest.slice(0, end.index));
}
