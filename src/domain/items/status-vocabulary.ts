/** The meaning of a status, a resolution or a label by its words alone. */
export type WordMeaning = "in-progress" | "done" | "cancelled";

/**
 * Words of people and trackers, language by language: the last resort, if neither the tracker's category nor the train
 * file gives a meaning. `(o|a)` stands for either ending.
 */
const cancelled = `
  abandoned, aborted, as designed, by design, cancel(ed|led|lation), cannot fix, cannot reproduce, can not reproduce,
  cant fix, cant reproduce, could not reproduce, unable to reproduce, unreproducible, not reproducible, declined,
  denied, discarded, dismissed, dropped, duplicate(|d|s), dupe, expected behavio(|u)r, intended behavio(|u)r, external issue, ignored, invalid,
  killed, no action, no action needed, no action required, no change required, no fault found, no fix, no fix needed,
  no longer applicable, no longer needed, no longer relevant, no longer required, no longer valid, nogo,
  not a bug, not a defect, not a problem, not an issue, not applicable, n/a, not bug, not doing, not done, not fixable, not fixed,
  not going to do, not going to fix, not implemented, not needed, not necessary, not our bug, not our issue, not our problem,
  not planned, not relevant, not required, not supported, not to be done, not to do, not valid, not wanted, obsolete(|d),
  out of date, out of scope, outdated, overtaken by events, redundant, rejected, removed, replaced, retired,
  scrapped, skipped, superseded, superfluous, terminated, third party issue, timed out, unneeded,
  unnecessary, unwanted, user error, void(|ed), will not be done, will not be fixed, will not do, will not fix,
  will not implement, wont be done, wont be fixed, wont do, wont fix, wont implement, working as designed,
  working as intended, works as designed, works as expected, works as intended, works for me, withdrawn,
  abgebrochen, abgelehnt, abgesagt, abgewiesen, annulliert, aufgegeben, außerhalb des umfangs, doppelt, dublette,
  duplikat, entfallen, entfällt, ersetzt, erübrigt, fällt weg, gestrichen, hinfällig, kann nicht reproduziert werden,
  kein bug, kein fehler, kein problem, lässt sich nicht reproduzieren, nicht ausführen, nicht beheben, nicht behoben,
  nicht benötigt, nicht benoetigt, nicht durchführen, nicht durchgeführt, nicht erforderlich, nicht geplant, nicht gewünscht,
  nicht im umfang, nicht machen, nicht mehr benötigt, nicht mehr erforderlich, nicht mehr notwendig, nicht mehr nötig,
  nicht mehr relevant, nicht notwendig, nicht nötig, nicht relevant, nicht reproduzierbar, nicht umgesetzt, nicht umsetzen,
  nicht zutreffend, obsolet, storniert, überflüssig, überholt, ungültig, unnötig, veraltet, verworfen,
  verzichtet, wird nicht ausgeführt, wird nicht behoben, wird nicht durchgeführt, wird nicht erledigt, wird nicht gelöst,
  wird nicht gemacht, wird nicht korrigiert, wird nicht realisiert, wird nicht umgesetzt, zurückgewiesen,
  zurückgezogen,
  abandonné(|e), annulé(|e), caduc, classé sans suite, décliné(|e), doublon, dupliqué(|e), en double, hors périmètre,
  hors sujet, ignoré(|e), impossible à reproduire, inutile, invalide, ne pas corriger, ne pas faire,
  ne peut être reproduit, ne peut pas être reproduit, ne sera pas corrigé, ne sera pas fait, ne sera pas réalisé,
  ne sera pas résolu, ne sera pas traité, ne sera pas implémenté, n'est pas un bug, n'est pas un problème, non applicable,
  non corrigé, non nécessaire, non pertinent, non planifié, non prévu, non reproductible, non requis, non retenu, obsolète,
  pas nécessaire, pas un bug, pas un problème, plus d'actualité, n'est plus d'actualité, plus nécessaire, refusé(|e), rejeté(|e),
  remplacé(|e), retiré(|e), sans objet, sans suite,
  abandonad(o|a), anulad(o|a), cancelad(o|a), declinad(o|a), denegad(o|a), descartad(o|a), desestimad(o|a),
  duplicad(o|a), fuera de(| |l )alcance, imposible reproducir, imposible de reproducir, innecesari(o|a),
  inválid(o|a), no aplica, no corregir, no es necesari(o|a), no es un bug, no es un error, no es un problema, no hacer, no necesari(o|a),
  no planificad(o|a), no planead(o|a), no procede, no realizar, no reproducible, no requerid(o|a), no se arreglará, no se corregirá,
  no se hará, no se implementará, no se puede reproducir, no se realizará, no se solucionará, no se va a corregir, no se va a hacer,
  obsolet(o|a), rechazad(o|a), reemplazad(o|a), retirad(o|a), sin efecto, ya no es necesari(o|a),
  ya no se necesita, desnecessári(o|a), duplicata, duplicidade, fora de escopo, fora do escopo, fora do âmbito, impossível reproduzir,
  não aplicável, não corrigir, não é mais necessári(o|a), não é necessári(o|a), não é possível reproduzir, não é um bug, não é um erro,
  não é um problema, não fazer, não foi possível reproduzir, não necessári(o|a), não planejad(o|a), não reproduzível, não se aplica,
  não será corrigid(o|a), não será feit(o|a), não será implementad(o|a), não será realizad(o|a), não será resolvid(o|a),
  não vai ser feito, recusad(o|a), rejeitad(o|a), substituíd(o|a),
  abbandonat(o|a), annullat(o|a), cancellat(o|a), duplicat(o|a), fuori ambito, fuori scopo, impossibile riprodurre, non applicabile,
  non è un bug, non è un errore, non è un problema, non fare, non necessari(o|a), non pianificat(o|a), non più necessari(o|a),
  non richiest(o|a), non riproducibile, non sarà corrett(o|a), non sarà fatt(o|a), non sarà risolt(o|a), non valid(o|a), non verrà corrett(o|a),
  non verrà fatt(o|a), non verrà risolt(o|a), respint(o|a), rifiutat(o|a), ritirat(o|a), scartat(o|a), sostituit(o|a), superat(o|a),
  achterhaald, afgebroken, afgewezen, afgezegd, buiten bereik, buiten scope, dubbel, duplicaat, geannuleerd, geen bug, geen fout,
  geen probleem, gestaakt, geweigerd, ingetrokken, kan niet reproduceren, kan niet worden gereproduceerd, niet doen,
  niet gepland, niet langer nodig, niet meer nodig, niet nodig, niet oplossen, niet reproduceerbaar, niet te reproduceren,
  niet uitvoeren, niet van toepassing, ongeldig, overbodig, vervallen, vervangen, verworpen,
  wordt niet gedaan, wordt niet opgelost, wordt niet uitgevoerd, zal niet worden opgelost, zal niet worden uitgevoerd,
  anulowan(e|y|a|o), duplikat, nie będzie naprawione, nie będzie realizowane, nie będzie robione, nie będzie zrobione, nie da się odtworzyć,
  nie dotyczy, nie jest błędem, nie jest potrzebne, nie można odtworzyć, nie naprawiać, nie robić, nie zostanie naprawion(e|y),
  nie zostanie wykonan(e|y), nie zostanie zrealizowan(e|y), nie zostanie zrobione, nieaktualn(e|y|a),
  nieplanowane, niepotrzebn(e|y|a), nieprawidłow(e|y|a), odrzucon(e|y|a|o), porzucon(e|y|a|o), poza zakresem,
  przestarzał(e|y|a), to nie błąd, wycofan(e|y|a|o), zaniechan(e|y|o), zduplikowan(e|y),
  аннулирован(о|а|), больше не нужно, больше не требуется, вне рамок, дублика(т|ты), дубль, дублирует, дублируется, заброшен(о|а|),
  заменен(о|а|), невозможно воспроизвести, недействительн(о|ый), неактуальн(о|ый|а), не актуально, не баг, не будет выполнен(о|а|),
  не будет выполняться, не будет исправлен(о|а|), не будет исправляться, не будет реализован(о|а|), не будет решен(о|а|),
  не будет сделан(о|а|), не воспроизводится, не делать, не запланировано, не исправлять, не нужн(о|а|ен), не ошибка, не применимо,
  не проблема, не требуется, не удается воспроизвести, не удалось воспроизвести, не является ошибкой, некорректн(о|ый), неприменимо,
  отвергнут(о|а|), отказ, отказано, отклонен(о|а|), отмена, отменен(о|а|ный|),
  отозван(о|а|), потерял(о|а|) актуальность, снят(о|а|), устарел(о|а|),
  більше не потрібно, відкликан(о|а|ий), відмінен(о|а|ий), відхилен(о|а|ий), дублікат, застаріл(о|а|ий), застарів,
  не буде виконан(о|а|ий), не буде виправлен(о|а|ий), не буде зроблен(о|а|ий), не виправляти, не відтворюється, не вдалося відтворити,
  не застосовується, не помилка, не потрібн(о|а|ий), не потрібен, не робити, не є помилкою, недійсн(о|ий|а), неможливо відтворити, скасован(о|а|ий),
  已取消, 取消, 已放弃, 放弃, 已拒绝, 拒绝, 被拒绝, 已驳回, 驳回, 已废弃, 废弃, 已作废, 作废, 已否决, 否决, 已中止, 中止, 已终止, 终止, 已撤回, 撤回,
  已撤销, 撤销, 重复, 重复的, 重复问题, 无效, 已失效, 过期, 已过期, 过时, 已过时, 无法重现, 不能重现,
  无法复现, 不能复现, 不可重现, 不修复, 不予修复, 不会修复, 将不会修复, 将不修复, 不解决, 不予解决, 不处理, 不予处理, 不做, 不会做, 将不会做, 将不做, 不执行, 不实施,
  不实现, 不需要, 不再需要, 无需处理, 无需修复, 无需解决, 不是问题, 不是缺陷, 不是 bug, 非 bug, 非缺陷, 非问题, 不适用, 超出范围, 不在范围内, 未计划, 不计划, 设计如此,
  已放棄, 放棄, 已拒絕, 拒絕, 已駁回, 駁回, 已廢棄, 廢棄, 已作廢, 作廢, 已否決, 已終止, 終止, 已撤銷, 撤銷, 重複, 重複的, 無效, 過期, 已過期, 過時, 無法重現, 無法複現, 不能重現, 不修復, 不予修復, 不會修復, 將不會修復,
  將不修復, 不修正, 不會修正, 不處理, 不予處理, 不會處理, 不會執行,
  不執行, 不實施, 不會做, 將不執行, 無需處理, 無需修復, 不是問題, 不是錯誤, 非問題, 不適用, 超出範圍, 未計劃,
  キャンセル, キャンセル済み, 取り消し, 取消済み, 取り下げ, 取下げ, 却下, 棄却, 拒否, 破棄, 廃棄, 廃止, 見送り, 対応しない, 対応せず, 対応不要, 対応なし, 不要, 実施しない,
  実施せず, やらない, 行わない, 修正しない, 修正せず, 修正不要, 修正予定なし, 解決しない, 重複課題, 重複する, 無効, 再現不可, 再現しない, 再現できない, 再現せず, 再現不能, 仕様, 仕様通り, 仕様どおり, 問題なし, 問題ではない,
  バグではない, 不具合ではない, 対象外, 範囲外, スコープ外, 該当なし,
  취소, 취소됨, 취소 완료, 중단, 중단됨, 중지, 중지됨, 거부, 거부됨, 거절, 거절됨, 반려, 반려됨, 기각, 폐기, 폐기됨, 철회, 철회됨, 중복, 중복됨, 무효, 유효하지 않음, 재현 불가, 재현할 수 없음, 재현 안 됨,
  재현되지 않음, 수정하지 않음, 수정 안 함, 수정 예정 없음, 해결하지 않음, 해결 안 함, 처리하지 않음, 처리 안 함,
  진행하지 않음, 진행 안 함, 하지 않음, 수행하지 않음, 완료하지 않음, 필요 없음, 필요하지 않음, 불필요, 더 이상 필요 없음, 버그 아님, 문제 아님, 이슈 아님, 해당 없음, 범위 외, 범위 벗어남,
  artık gerekli değil, geçersiz, gerek yok, gerekli değil, gereksiz, geri çekildi, güncel değil,
  hata değil, iptal, iptal edildi, kapsam dışı, mükerrer, planlanmadı, reddedildi, sorun değil, tekrar edilemiyor, tekrarlanamıyor,
  terk edildi, uygulanamaz, vazgeçildi, yapılmayacak, yeniden oluşturulamıyor, yeniden üretilemiyor, yinelenen, düzeltilmeyecek,
  çözülmeyecek,
  annullera(d|t), avbru(ten|tet|ten), avböj(d|t), avslage(n|t), avvisa(d|t), behövs ej, behövs inte, behövs inte längre, dubblett,
  ej aktuell(|t), ej reproducerbar, ersatt, förkasta(d|t), föråldra(d|t), går inte att återskapa, gör inte, görs ej, görs inte,
  inaktuell(|t), ingen bugg, inget fel, inget problem, inställ(d|t), inte aktuell(|t), inte en bugg, inte nödvändig(|t),
  inte planera(d|t), kan inte reproduceras, kan inte återskapas, kommer inte att göras, kommer inte att lösas,
  kommer inte att åtgärdas, makulera(d|t), neka(d|t), ogiltig(|t), slopa(d|t), tillbakadrage(n|t),
  utanför omfattningen, återkalla(d|t), åtgärdas ej, åtgärdas inte, övergive(n|t),
  afbrudt, aflyst, afvist, annulleret, avbrutt, avlyst, avvist, blir ikke gjort, dublet, duplikat, forkastet, forældet,
  ikke nødvendig(|t), ikke relevant, kan ikke genskabes, kan ikke gjenskapes, kan ikke reproduceres, kansellert, løses ikke, ugyldig,
  utdatert, vil ikke bli gjort, vil ikke bli løst, vil ikke blive løst, vil ikke blive udført,
  ei korjata, ei tarvita, ei tehdä, ei toisteta, ei toistettavissa, ei toteuteta, ei voida toistaa, hylätty, kaksoiskappale, peruttu,
  peruutettu, vanhentunut,
  duplicitní, duplikát, mimo rozsah, nebude implementováno, nebude opraveno, nebude provedeno, nebude řešeno, nelze reprodukovat,
  nejde o chybu, neplatn(é|ý), nepotřebné, neřešit, není chyba, není potřeba, odmítnut(o|ý|á), opuštěno, staženo, zamítnut(o|ý|á),
  zastaral(é|ý), zrušen(o|ý|á|é), duplicitné, nebude opravené, nebude riešené,
  nie je potrebné, neplatné, odmietnuté, zamietnuté, zrušené,
  duplikált, duplikátum, elavult, elutasítva, elvetve, érvénytelen, lemondva, nem hiba, nem javítjuk,
  nem lesz javítva, nem reprodukálható, nem szükséges, nem valósul meg, törölve, visszavonva,
  abandonat(|ă), anulat(|ă), duplicat, învechit(|ă), nu e necesar, nu este necesar, nu se poate reproduce,
  nu va fi făcut, nu va fi rezolvat, respins(|ă),
  άκυρο, ακυρωμένο, ακυρώθηκε, απορρίφθηκε, δεν απαιτείται, δεν θα γίνει, δεν θα διορθωθεί, δεν χρειάζεται, διπλότυπο, ξεπερασμένο,
  bị từ chối, đã hủy, hủy, hủy bỏ, không cần thiết, không hợp lệ, không thể tái hiện, lỗi thời, sẽ không làm, sẽ không sửa,
  trùng lặp, từ chối, batal, dibatalkan, ditolak, tidak akan dikerjakan, tidak akan diperbaiki, tidak dapat direproduksi,
  tidak diperlukan, tidak valid, usang,
  تم الإلغاء, غير صالح, غير مطلوب, لن يتم, لن يتم الإصلاح, مرفوض, مكرر, ملغى, ملغي, بטל, בוטל, כפול, לא יבוצע, לא יתוקן, לא נדרש,
  לא רלוונטי, מבוטל, נדחה,
  cannot be reproduced, cannot replicate, deleted, descoped, discontinued, expired, no issue, no further action, no longer in scope,
  non issue, not accepted, not in scope, not reproduced, not valid anymore, retracted, revoked, spam, third party, third party problem,
  3rd party, 3rd party issue, unable to replicate, won't be implemented, eingestellt, gecancelt, gecancelled, kein bedarf,
  nicht weiter verfolgt, nicht weiterverfolgt, wird nicht weiterverfolgt, annulation, hors scope, no corresponde, fuera de scope,
  fora de scope, fuori scope, otkazano, odbijeno, poništeno, neće se raditi, отказан(о|а|), отхвърлен(о|а|), preklicano, zavrnjeno,
  cancel·lat, rebutjat, tühistatud, tagasi lükatud, atšaukta, atmesta, atcelts, noraidīts, ยกเลิก, ยกเลิกแล้ว, रद्द`;

/** Postponed work: cancelled if the tracker calls it finished, else still to do. */
const aside = `
  deferred, hold, on hold, incomplete, insufficient information, need(|s) more info(|rmation), not enough information, later,
  no response, parked, postponed, shelved, suspended, stale, ausgesetzt, unvollständig, verschoben, zurückgestellt, différé(|e),
  incomplet, reporté(|e), suspendu(|e), aplazad(o|a), incomplet(o|a), pospuest(o|a), suspendid(o|a), adiad(o|a), postergad(o|a),
  suspens(o|a), rimandat(o|a), rinviat(o|a), sospes(o|a), onvolledig, opgeschort, uitgesteld, niekompletn(e|y|a), odłożon(e|y),
  wstrzyman(e|y), zawieszon(e|y), неполн(о|ое|ый), отложен(о|а|), приостановлен(о|а|), відкладен(о|а|ий), призупинен(о|а|ий), 不完整, 已搁置,
  搁置, 延期, 已延期, 推迟, 暂缓, 已擱置, 擱置, 延後, 暫緩, 不完全, 情報不足, 保留, 先送り, 불완전, 불완전함, 보류, 보류됨, 연기, 연기됨, askıya alındı, eksik, ertelendi,
  ofullständig(|t), uppskjut(en|et), vilande, udskudt, utsatt, keskeytetty, lykätty, neúplné, odloženo, pozastaveno, elhalasztva,
  megszakítva, amânat(|ă)`;

const done = `
  accepted, answered, approved, closed, complete(|d), delivered, deployed, done, finished, fixed, implemented, in production,
  launched, live, merged, ok, passed, production, published, released, resolved, shipped, signed off, solved, successful, tested,
  validated, verified, workaround,
  abgenommen, abgeschlossen, ausgeliefert, beendet, behoben, bereitgestellt, erledigt, fertig, fertiggestellt, freigegeben, gelöst,
  geliefert, geschlossen, implementiert, korrigiert, umgesetzt, veröffentlicht, vollständig, in produktion,
  achevé(|e), clos, close, clôturé(|e), complet, complété(|e), corrigé(|e), fait(|e), fermé(|e), fini(|e), implémenté(|e), livré(|e),
  réalisé(|e), résolu(|e), terminé(|e), traité(|e), validé(|e), en production,
  acabad(o|a), aceptad(o|a), aprobad(o|a), cerrad(o|a), completad(o|a), concluid(o|a), corregid(o|a), entregad(o|a), finalizad(o|a),
  hech(o|a), implementad(o|a), list(o|a), publicad(o|a), resuelt(o|a), solucionad(o|a), terminad(o|a), en producción,
  aprovad(o|a), concluíd(o|a), corrigid(o|a), encerrad(o|a), entregue, fechad(o|a), feit(o|a), pront(o|a), resolvid(o|a), em produção,
  approvat(o|a), chius(o|a), completat(o|a), conclus(o|a), consegnat(o|a), corrett(o|a), fatt(o|a), finit(o|a), implementat(o|a),
  pubblicat(o|a), rilasciat(o|a), risolt(o|a), terminat(o|a),
  afgehandeld, afgerond, afgesloten, gedaan, geïmplementeerd, geleverd, gereed, gerepareerd, gesloten, klaar, opgelost, uitgevoerd,
  voltooid, dostarczon(e|y), gotow(e|y|a), naprawion(e|y|a), poprawion(e|y|a), rozwiązan(e|y|a), ukończon(e|y|a), wdrożon(e|y|a),
  wykonan(e|y|a), zakończon(e|y|a), zamknięt(e|y|a), zrealizowan(e|y|a), zrobion(e|y|a),
  внедрен(о|а|), выполнен(о|а|), выпущен(о|а|), готово, завершен(о|а|), закончен(о|а|), закрыт(о|а|), исправлен(о|а|),
  опубликован(о|а|), принят(о|а|), реализован(о|а|), решен(о|а|), сделан(о|а|), вирішен(о|а|ий), виконан(о|а|ий),
  виправлен(о|а|ий), завершен(о|а|ий), закрит(о|а|ий), закінчен(о|а|ий), зроблен(о|а|ий),
  完成, 已完成, 解决, 已解决, 修复, 已修复, 关闭, 已关闭, 已实现, 已发布, 已上线, 已交付, 结束, 已结束, 已验收, 已处理, 解決, 已解決, 修復, 已修復,
  已修正, 關閉, 已關閉, 已發布, 已上線, 結束, 已結束, 已處理, 已驗收,
  完了, 完了済み, 終了, 解決済み, 修正済み, 修正完了, 対応済み, 対応完了, 実装済み, 実施済み, クローズ, クローズ済み, リリース済み, 済, 済み,
  완료, 완료됨, 해결, 해결됨, 해결 완료, 수정됨, 수정 완료, 종료, 종료됨, 닫힘, 닫음, 처리 완료, 배포됨, 배포 완료, 구현됨,
  bitti, çözüldü, çözümlendi, düzeltildi, kapalı, kapandı, kapatıldı, tamam, tamamlandı, teslim edildi, uygulandı, yapıldı, yayınlandı,
  avsluta(d|t), färdig(|t), genomför(d|t), klar(|t), leverera(d|t), lös(t|d), slutför(d|t), stäng(d|t), åtgärda(d|t),
  afsluttet, avsluttet, færdig, ferdig, fuldført, fullført, lukket, løst, rettet, udført, utført, korjattu, ratkaistu, suljettu, tehty,
  toteutettu, valmis, dokončen(o|é|ý), hotov(o|é|ý), nasazeno, opraven(o|é|ý), provedeno, splněno, uzavřen(o|é|ý), vyřešen(o|é|ý),
  zavřeno, dokončené, opravené, uzavreté, vyriešené, befejezve, elkészült, javítva, kész, lezárt, lezárva, megoldva, efectuat(|ă),
  finalizat(|ă), gata, închis(|ă), rezolvat(|ă), διορθώθηκε, έγινε, έκλεισε, επιλύθηκε, κλειστό, ολοκληρωμένο, ολοκληρώθηκε,
  đã đóng, đã giải quyết, đã hoàn thành, đã sửa, đã xong, hoàn thành, xong, diperbaiki, ditutup, selesai,
  تم, تم الحل, مغلق, مكتمل, منتهي, בוצע, הושלם, נסגר, נפתר, סגור, תוקן`;

const inProgress = `
  active development, doing, implementing, in code review, in dev, in development, in progress, in qa, in review, in test, in testing,
  ongoing, started, under development,
  under way, underway, wip, work in progress, begonnen, in arbeit, in bearbeitung, in entwicklung, in prüfung, in umsetzung,
  wird bearbeitet, en cours, en cours de traitement, en développement, en traitement, en curso, en desarrollo, en progreso, en proceso,
  em andamento, em curso, em desenvolvimento, em execução, em progresso, fazendo, in corso, in esecuzione, in lavorazione, in sviluppo,
  bezig, in behandeling, in uitvoering, mee bezig, onderhanden, w realizacji, w toku, w trakcie, w trakcie realizacji, в процессе, в работе,
  в разработке, выполняется, в роботі, у роботі, в процесі, виконується, триває, 进行中, 正在进行, 处理中, 开发中, 進行中, 處理中, 開發中, 作業中,
  対応中, 処理中, 開発中, 着手中, 진행 중, 작업 중, 처리 중, 개발 중, devam ediyor, sürüyor, yapılıyor, çalışılıyor, arbete pågår, pågår, pågående,
  under arbete, i gang, igangværende, under arbeid, kesken, käynnissä, työn alla, probíhá, rozpracováno, v řešení, folyamatban, în curs, în lucru,
  σε εξέλιξη, đang thực hiện, sedang dikerjakan, قيد التنفيذ, בתהליך`;

/** Most words: they need no decomposition. */
const isAscii = /^[ -~]*$/u;

const meanings: ReadonlyMap<string, WordMeaning> = new Map([
  ...formsOf(inProgress).map((word) => [word, "in-progress"] as const),
  ...formsOf(done).map((word) => [word, "done"] as const),
  ...[...formsOf(cancelled), ...formsOf(aside)].map((word) => [word, "cancelled"] as const),
]);

const putAside = new Set(formsOf(aside));

/** Whether a word for cancelled may only mean that something waits: `On Hold`, `Deferred`. */
export function isPutAside(name: string): boolean {
  return putAside.has(normal(name));
}

/** Words of the trackers' own templates for work that has not begun, also behind an emoji. */
const notBegun =
  /^\P{L}*(?:to[ -]?do|backlog|ready|new|open|reopened|selected for development|up next|next up|planned)\P{L}*$/iu;

export function isNotBegun(name: string): boolean {
  return notBegun.test(name);
}

/** Prefixes of the word itself: `Closed – Won't Fix`, `Resolved as duplicate`. */
const closedAs = ["closedas", "closed", "resolvedas", "resolved"] as const;

/** `Done – Cancelled`, `Won't fix (by design)`. */
const between = /\s*[()[\],:]\s*|\s+[-\u2013\u2014]\s+/u;

/** The meaning of the whole of `name`, without case, accents and punctuation. Parts of it mean nothing: `Not cancelled`. */
export function meaningOf(name: string): WordMeaning | undefined {
  const word = normal(name);
  const whole = meanings.get(word);
  if (whole !== undefined) return whole;
  const rest = closedAs
    .filter((start) => word.startsWith(start))
    .map((start) => meanings.get(word.slice(start.length)));
  const parts = name.split(between);
  const words = parts.length === 1 ? [] : parts.map(normal).filter((part) => part !== "");
  const meant = new Set(words.map((part) => meanings.get(part)));
  const isMeant = meant.has("cancelled") && !meant.has(undefined) && !meant.has("in-progress");
  return isMeant || rest.includes("cancelled") ? "cancelled" : undefined;
}

/** Letters and digits alone: people use spaces, accents and signs freely. */
function normal(name: string): string {
  if (isAscii.test(name)) return name.toLowerCase().replaceAll(/[^a-z\d]/gu, "");
  return name
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ı", "i")
    .replaceAll("ł", "l")
    .replaceAll("đ", "d")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae");
}

function formsOf(list: string): string[] {
  return list
    .split(",")
    .flatMap(endings)
    .flatMap((word) => [word, withoutUmlauts(word)])
    .map(normal)
    .filter((word) => word !== "");
}

/** `gotow(e|y)`: both. */
function endings(word: string): string[] {
  const [, before = "", ends = "", after = ""] = /^([^(]*)\(([^)]*)\)(.*)$/su.exec(word) ?? [];
  return ends === "" ? [word] : ends.split("|").flatMap((end) => endings(before + end + after));
}

/** German spelling without umlauts: `benoetigt`. */
function withoutUmlauts(word: string): string {
  return word.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue");
}
