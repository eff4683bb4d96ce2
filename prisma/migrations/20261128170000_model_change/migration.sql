-- CreateTable
CREATE TABLE "model_change" (
    "id" BIGSERIAL NOT NULL,
    "transaction" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "ids" TEXT[],

    CONSTRAINT "model_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_change_transaction_idx" ON "model_change"("transaction");

-- Whatever changes rows of the model notes them, once a statement: who holds the model in memory reads these rows again.
CREATE FUNCTION note_model_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_change (transaction, kind, ids)
  SELECT (pg_current_xact_id()::text)::bigint, TG_TABLE_NAME, array_agg(id) FROM changed HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION note_model_updates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_change (transaction, kind, ids)
  SELECT (pg_current_xact_id()::text)::bigint, TG_TABLE_NAME, array_agg(id) FROM (SELECT id FROM changed UNION SELECT id FROM former) both_sides HAVING count(*) > 0;
  RETURN NULL;
END $$;

-- What has no id of its own, or was emptied, is read again as a whole.
CREATE FUNCTION note_model_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_change (transaction, kind) VALUES ((pg_current_xact_id()::text)::bigint, TG_TABLE_NAME);
  RETURN NULL;
END $$;

CREATE FUNCTION note_model_some() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_change (transaction, kind)
  SELECT (pg_current_xact_id()::text)::bigint, TG_TABLE_NAME WHERE EXISTS (SELECT FROM changed);
  RETURN NULL;
END $$;

DO $$
DECLARE
  name TEXT;
  event TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['work_item', 'link', 'sprint', 'pull_request'] LOOP
    EXECUTE format('CREATE TRIGGER note_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_rows()', name);
    EXECUTE format('CREATE TRIGGER note_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed OLD TABLE AS former
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_updates()', name);
    EXECUTE format('CREATE TRIGGER note_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_rows()', name);
    EXECUTE format('CREATE TRIGGER note_truncate AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_table()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['membership', 'membership_query'] LOOP
    EXECUTE format('CREATE TRIGGER note_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_some()', name);
    EXECUTE format('CREATE TRIGGER note_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_some()', name);
    EXECUTE format('CREATE TRIGGER note_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_some()', name);
    EXECUTE format('CREATE TRIGGER note_truncate AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION note_model_table()', name);
  END LOOP;
END $$;
