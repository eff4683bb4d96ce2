import { phraseSet, plainWords } from "./phrases.ts";

/**
 * The words of link types and of Jira's remote links that say which end must be finished first, as trackers and their
 * users write them. `first`: "A … B" where A must be finished first; `second`: where B must.
 */
const first = phraseSet(`
  blocks, block, is blocking, blocking, blocker of, is blocker of, is a blocker of, is a blocker for, prevents, gates, is required by, is required for, required by, required for,
  is needed by, is needed for, needed by, needed for, is a prerequisite of, is a prerequisite for, is prerequisite of, is prerequisite for, prerequisite for, prerequisite of,
  impedes, is an impediment for, is an impediment to, needs to be done before, must be completed before, has to be completed before, needs to be completed before, should be done before,
  has to be done before, must be done before, must finish before, has to be finished before, has to finish before, to be done before, precedes, is predecessor of, predecessor of, comes before, before, enables, unblocks,
  is depended on by, is depended upon by, depended on by, is a dependency of, is a dependency for, is dependency of, dependency of, has dependent, has dependents, is a requirement of, is a requirement for, provides for, is waited for by,
  blockiert, ist blocker von, ist blocker für, ist voraussetzung für, ist eine voraussetzung für, voraussetzung für, wird benötigt von, wird benötigt für, ist vorgänger von, vorgänger von, muss erledigt werden vor, muss vor, verhindert,
  bloque, est requis par, est requis pour, est nécessaire à, est nécessaire pour, précède, est un prérequis de, est un prérequis pour, doit être fait avant, est un préalable à,
  bloquea, bloquea a, está bloqueando, es requerido por, es requerida por, es necesario para, precede a, es prerrequisito de, debe hacerse antes de, bloqueia, está bloqueando a, é requerido por, é necessário para, é pré requisito de, é pré requisito para,
  blocca, è richiesto da, è richiesta da, è necessario per, precede, è prerequisito di, blokkeert, is vereist voor, is nodig voor, gaat vooraf aan,
  blokuje, jest wymagane przez, jest wymagany przez, poprzedza, блокирует, блокує, предшествует, требуется для, blockerar, blokkerer, blokerer, estää, engeller, ブロックする, ブロックしている, がブロックする, がブロックしている, 次をブロック, 阻止, 阻塞, 阻碍, 阻擋, 阻礙, 차단, 차단함`);
const second = phraseSet(`
  is blocked by, blocked by, are blocked by, is blocked on, blocked on, is prevented by, is gated by, depends on, depends upon, depend on, depending on, is dependent on, is dependent upon, is dependent of, dependent on, dependent of, dependent, has dependency on, has a dependency on,
  requires, require, needs, is waiting for, is waiting on, waits for, waits on, waiting for, awaits, is impeded by, impeded by, needs to be done after, must be completed after, has to be completed after, needs to be completed after, should be done after, has to be done after, must be done after, must finish after, has to be finished after, has to finish after, to be done after, follows, is successor of, successor of, comes after, after,
  has prerequisite, has as prerequisite, is enabled by, is unblocked by, is preceded by, has predecessor, cannot start before, relies on, consumes,
  wird blockiert von, wird blockiert durch, ist blockiert von, ist blockiert durch, blockiert von, blockiert durch, hängt ab von, hängt von, ist abhängig von, abhängig von, benötigt, braucht, erfordert, setzt voraus, hat als voraussetzung, wartet auf, ist nachfolger von, nachfolger von, muss erledigt werden nach,
  est bloqué par, est bloquée par, bloqué par, dépend de, est dépendant de, requiert, nécessite, a besoin de, attend, suit, doit être fait après,
  está bloqueado por, está bloqueada por, bloqueado por, es bloqueado por, depende de, requiere, necesita, espera a, sigue a, debe hacerse después de, é bloqueado por, requer, precisa de, necessita de, aguarda,
  è bloccato da, è bloccata da, bloccato da, dipende da, richiede, attende, segue, wordt geblokkeerd door, is geblokkeerd door, hangt af van, is afhankelijk van, vereist, heeft nodig, wacht op, volgt op,
  jest blokowane przez, jest blokowany przez, zależy od, wymaga, блокируется, заблокировано, заблокирован, зависит от, блокується, залежить від, blockeras av, blokkeres av, blokeres af, riippuu, bağlıdır, ブロックされている, にブロックされている, によってブロックされている, 依存する, に依存する, 被阻止, 被阻塞, 被阻碍, 依赖于, 依赖, 取决于, 相依於, 차단됨, 의존함`);

/** Words of dependencies that do not say which end comes first. */
const stems = /depend|block|prereq|predecess|success|abhäng|blockier|dépend|bloqu|dipend|afhank|зависи|блок|依存|依赖/u;

export type Order = "source-first" | "target-first";

/** Which end must be finished first by both wordings of a type; null if they do not say, or contradict each other. */
export function orderInWords(type: { readonly outward: string; readonly inward: string }): Order | null {
  const out = firstIn(type.outward);
  const back = firstIn(type.inward);
  // A wording without a direction of its own follows the other; of two that differ, the outward one is what people read.
  if (out !== null) return out === "first" ? "source-first" : "target-first";
  if (back !== null) return back === "first" ? "target-first" : "source-first";
  return null;
}

/** Whether both wordings say the same, the one read from the other end. */
export function doWordsAgree(type: { readonly outward: string; readonly inward: string }): boolean {
  const out = firstIn(type.outward);
  const back = firstIn(type.inward);
  return out !== null && back !== null && out !== back;
}

/** Whether the words are those of a dependency, in whatever direction. */
export function isAboutOrder(words: string): boolean {
  return stems.test(plainWords(words));
}

function firstIn(words: string): "first" | "second" | null {
  const said = plainWords(words);
  if (second.has(said)) return "second";
  return first.has(said) ? "first" : null;
}
