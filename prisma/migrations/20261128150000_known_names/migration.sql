-- CreateEnum
CREATE TYPE "name_kind" AS ENUM ('container', 'item', 'sprint', 'link-type', 'field');

-- CreateTable
CREATE TABLE "known_name" (
    "system" "system" NOT NULL,
    "connection" TEXT NOT NULL,
    "kind" "name_kind" NOT NULL,
    "native_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_current" BOOLEAN NOT NULL,

    CONSTRAINT "known_name_pkey" PRIMARY KEY ("connection","kind","native_id","name")
);

-- Keys that items had, as far as their histories tell.
INSERT INTO "known_name" ("system", "connection", "kind", "native_id", "name", "is_current")
SELECT w."system", w."connection", 'item', w."native_id", h."from", false
FROM "history_event" h JOIN "work_item" w ON w."id" = h."item_id"
WHERE h."field" = 'key' AND h."from" IS NOT NULL AND h."from" <> w."key"
ON CONFLICT DO NOTHING;
