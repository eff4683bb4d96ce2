-- CreateIndex
CREATE INDEX "conflict_consumer_id_idx" ON "conflict"("consumer_id");

-- CreateIndex
CREATE INDEX "conflict_provider_idx" ON "conflict"("provider");

-- CreateIndex
CREATE INDEX "repair_item_id_idx" ON "repair"("item_id");

-- CreateIndex
CREATE INDEX "snapshot_train_at_idx" ON "snapshot"("train", "at");

-- CreateIndex: items that a change of a parent or of links names, and places that items left
CREATE INDEX "history_event_named_idx" ON "history_event" USING gin ((coalesce("from", '[]') || coalesce("to", '[]')) jsonb_path_ops)
  WHERE "field" IN ('parent', 'links');
CREATE INDEX "history_event_left_idx" ON "history_event"(lower("from" ->> 'container')) WHERE "field" = 'container';
CREATE INDEX "work_item_gone_idx" ON "work_item"("connection", lower("container")) WHERE "presence" = 'gone';

-- Names belong to the model in memory: it reads them again after a change only.
CREATE TRIGGER note_insert AFTER INSERT ON known_name REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_model_some();
CREATE TRIGGER note_update AFTER UPDATE ON known_name REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_model_some();
CREATE TRIGGER note_delete AFTER DELETE ON known_name REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_model_some();
CREATE TRIGGER note_truncate AFTER TRUNCATE ON known_name
  FOR EACH STATEMENT EXECUTE FUNCTION note_model_table();
