import { phraseSet, plainWords } from "../../src/domain/items/phrases.ts";
import type { IssueLink } from "./schema.ts";

/** Names of duplicate links on sites: the words of the duplicate (`duplicates`), and those of the original. */
const ofDuplicate = phraseSet(`
  duplicates, is duplicate of, is a duplicate of, duplicate of, dupes, is dupe of, is a dupe of,
  dupliziert, ist duplikat von, ist ein duplikat von, duplikat von, ist doppelt zu,
  duplique, est un doublon de, est le doublon de, doublon de, est dupliqué de, est une copie en double de,
  duplica, duplica a, es duplicado de, es un duplicado de, está duplicando a, é duplicado de, é uma duplicata de, é duplicata de, duplica o item,
  è un duplicato di, è duplicato di, è il duplicato di, dupliceert, is een duplicaat van, is duplicaat van, is een dubbel van,
  duplikuje, jest duplikatem, zduplikowane z, дублирует, является дубликатом, дубликат, дублює, є дублікатом, дублікат,
  重复于, 重复了, 复制了, 是重复项, 是以下事项的重复, 重複於, 重複了, 次の課題と重複する, 重複する, 次と重複する, が重複している課題, 중복함, 다음과 중복, 을 중복함,
  şunu yineler, yineler, şunun kopyası, kopyasıdır, duplicerar, är en dubblett av, är dubblett av, er et duplikat av, er en dublet af, on kaksoiskappale,
  duplikuje požadavek, je duplikátem, duplikálja, duplikátuma ennek`);
const ofOriginal = phraseSet(`
  is duplicated by, duplicated by, has duplicate, has duplicates, has a duplicate, is duplicated, is the original of,
  wird dupliziert von, wird dupliziert durch, ist dupliziert von, ist dupliziert durch, wurde dupliziert von, hat duplikat, hat als duplikat,
  est dupliqué par, est dupliquée par, dupliqué par, a pour doublon, a un doublon,
  es duplicado por, es duplicada por, está duplicado por, está duplicada por, duplicado por, tiene duplicado, é duplicado por, está duplicada em,
  è duplicato da, è duplicata da, duplicato da, wordt gedupliceerd door, is gedupliceerd door, heeft duplicaat,
  jest zduplikowane przez, jest duplikowane przez, zduplikowane przez, дублируется, дублируется в, дублировано, дублирован, дублюється, дублюється в,
  被重复, 被复制, 被重复于, 被以下事项重复, 被重複, 被複製, 次の課題により重複されている, 次の課題によって重複されている, 重複されている, 중복됨, 다음에 의해 중복됨,
  şununla yinelendi, yinelendi, dupliceras av, har dubblett, er duplisert av, er duplikeret af, je duplikován, je duplikováno, duplikálva`);

/** Names of the type itself, for types whose words are unknown: in Jira the source (`outward`) is the duplicate. */
const names = phraseSet(`
  duplicate, duplicates, duplication, duplikat, duplikate, dublette, doublon, doublons, duplicado, duplicados, duplicada, duplicata,
  duplicato, duplicati, duplicaat, дубликат, дубликаты, дублирование, дублікат, 重复, 重复项, 重複, 중복, mükerrer, yinelenen, dubblett`);

/**
 * Which end is the duplicate, by the words of the type; null for other types. A clone is no duplicate: it has its own
 * work.
 */
export function duplicateEnd({ name, inward, outward }: IssueLink["type"]): "source" | "target" | null {
  const [out, back] = [plainWords(outward ?? ""), plainWords(inward ?? "")];
  if (ofDuplicate.has(out) || ofOriginal.has(back)) return "source";
  if (ofOriginal.has(out) || ofDuplicate.has(back)) return "target";
  return names.has(plainWords(name)) ? "source" : null;
}
