-- Conflicts are noted as the rows of the model are, by train and fingerprint: who holds them in memory reads these again.
CREATE FUNCTION note_conflicts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_change (transaction, kind, ids)
  SELECT (pg_current_xact_id()::text)::bigint, TG_TABLE_NAME, array_agg(train || ' ' || fingerprint) FROM changed HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION note_conflict_updates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_change (transaction, kind, ids)
  SELECT (pg_current_xact_id()::text)::bigint, TG_TABLE_NAME, array_agg(name)
  FROM (SELECT train || ' ' || fingerprint AS name FROM changed UNION SELECT train || ' ' || fingerprint FROM former) both_sides
  HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE TRIGGER note_insert AFTER INSERT ON conflict REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_conflicts();
CREATE TRIGGER note_update AFTER UPDATE ON conflict REFERENCING NEW TABLE AS changed OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION note_conflict_updates();
CREATE TRIGGER note_delete AFTER DELETE ON conflict REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION note_conflicts();
CREATE TRIGGER note_truncate AFTER TRUNCATE ON conflict
  FOR EACH STATEMENT EXECUTE FUNCTION note_model_table();
