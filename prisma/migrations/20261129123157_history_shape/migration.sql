-- breaking: removes tables and columns that earlier versions write, and gives history events another form

-- No statement read the events so far, and the next read of each connection stores all of them again in the new form.
DROP TABLE "history_event";
DROP TYPE "history_field";

CREATE TYPE "history_field" AS ENUM ('status', 'resolution', 'points', 'parent', 'container', 'timeboxes', 'labels', 'components', 'links');
CREATE TYPE "known_by" AS ENUM ('tracker', 'observed');

CREATE TABLE "history_event" (
    "id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "field" "history_field" NOT NULL,
    "known_by" "known_by" NOT NULL,
    "from" JSONB,
    "to" JSONB,

    CONSTRAINT "history_event_pkey" PRIMARY KEY ("item_id", "id")
);

-- A snapshot's day becomes the day in the train's time zone; of two of one day the later stays. Trains that left the
-- train file keep their days.
CREATE TEMPORARY TABLE "placed" ON COMMIT DROP AS
SELECT s."train", s."increment", s."day",
  (s."at" AT TIME ZONE (CASE WHEN t."time_zone" IN (SELECT name FROM pg_timezone_names) THEN t."time_zone" ELSE 'UTC' END))::date AS own_day
FROM "snapshot" s JOIN "train" t ON t."key" = s."train";

DELETE FROM "snapshot" s USING "placed" p, "placed" later
WHERE (s."train", s."increment", s."day") = (p."train", p."increment", p."day")
  AND (later."train", later."increment", later.own_day) = (p."train", p."increment", p.own_day) AND later."day" > p."day";

ALTER TABLE "snapshot" DROP CONSTRAINT "snapshot_pkey";
UPDATE "snapshot" s SET "day" = p.own_day FROM "placed" p
WHERE (s."train", s."increment", s."day") = (p."train", p."increment", p."day");
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_pkey" PRIMARY KEY ("train", "increment", "day");

-- Written by each sync and read by no statement: the trains' definitions contain them, and conflicts theirs.
DROP TABLE "increment";
DROP TABLE "iteration";
ALTER TABLE "train" DROP COLUMN "name", DROP COLUMN "time_zone";
ALTER TABLE "team" DROP COLUMN "name", DROP COLUMN "position";
ALTER TABLE "conflict" DROP COLUMN "severity";
DROP TYPE "conflict_severity";
ALTER TABLE "pull_request" DROP COLUMN "references";
