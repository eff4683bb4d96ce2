import { describe, expect, test } from "vitest";
import { isPutAside, meaningOf } from "../../../src/domain/items/status-vocabulary.ts";

function wordsIn(list: string): readonly string[] {
  return list.split(",").map((word) => word.trim());
}

describe("what a word means by itself", () => {
  test.each(
    wordsIn(`
      Won't Fix, Won’t Do, WONTFIX, Not Our Bug, Out of Scope, Not a Problem, not needed, Dropped, Invalid,
      Obsolete, Abandoned, Withdrawn, Superseded, Not Planned, N/A, Needs more info, Declined, Closed (Duplicate),
      Resolved as invalid, Closed – Won't Fix, ❌ Cancelled, out_of_scope,  Rejected. , Abgebrochen,
      Nicht benötigt, nicht benoetigt, Wird nicht erledigt, Zurückgestellt, UNGÜLTIG, Annulé, annulee, Abandonnée,
      Ne sera pas corrigé, Plus d’actualité, Cancelado, Descartada, No se hará, Não será feito, Fora do escopo,
      Annullato, Non riproducibile, Geannuleerd, Niet meer nodig, Anulowane, Odrzucony, Отменён,
      Не будет исправлено, Не воспроизводится, Скасовано, Не потрібно, 已取消, 不予处理, 不是bug, 無效, 不予修復, キャンセル, 対応しない,
      취소됨, 재현불가, İPTAL EDİLDİ, Vazgeçildi, Avbrutet, Annulleret, Peruttu, Zrušeno, Elutasítva, Anulată, Ακυρώθηκε,
      Dibatalkan, Đã hủy, בוטל, De-scoped, Expired, 3rd Party, Retracted, Gecancelt, Hors scope, Otkazano, Отказано,
      Preklicano, Cancel·lat, Tühistatud, Atšaukta, Atcelts, ยกเลิก, On Hold, Deferred, Done – Cancelled,
      Won't fix (by design), Cancelled [duplicate], Erledigt (Duplikat), Fermé - Annulé`),
  )("%s is cancelled", (word) => {
    expect(meaningOf(word)).toBe("cancelled");
  });

  test.each(
    wordsIn(`
      Done, Fixed, closed, Resolved, Erledigt, Terminée, Hecho, Concluído, Fatto, Voltooid, Gotowe, Готово,
      Виконано, 已完成, 已解決, 完了, 완료, TAMAMLANDI, Färdig, Hotovo, Kész`),
  )("%s is done", (word) => {
    expect(meaningOf(word)).toBe("done");
  });

  test.each([
    "In Progress",
    "in-progress",
    "WIP",
    "In Bearbeitung",
    "En cours",
    "En curso",
    "进行中",
    "진행 중",
    "в работе",
  ])("%s has begun", (word) => {
    expect(meaningOf(word)).toBe("in-progress");
  });

  test.each([
    "Not cancelled",
    "Done - won't reopen",
    "Cancel reviewed",
    "Uncancelled",
    "Fixed, not invalid",
    "Done / Rejected",
    "Done – waiting",
    "In Review (duplicate)",
    "Frobbed",
    "",
    "✅",
  ])("%s says nothing: parts of a word do not count", (word) => {
    expect(meaningOf(word)).toBeUndefined();
  });
});

test.each(["On Hold", "Deferred", "Needs more info", "Zurückgestellt", "Reporté", "Отложено", "保留", "Ertelendi"])(
  "%s says that something waits",
  (word) => {
    expect([meaningOf(word), isPutAside(word)]).toEqual(["cancelled", true]);
  },
);

test.each(["Cancelled", "Won't Do", "Done", "Not on hold", "Holding"])("%s says no such thing", (word) => {
  expect(isPutAside(word)).toBe(false);
});
