-- CreateEnum
CREATE TYPE "purpose" AS ENUM ('demo', 'real');

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "named" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "installation" (
    "single" BOOLEAN NOT NULL DEFAULT true,
    "purpose" "purpose" NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("single")
);

-- One row at most. Prisma's schema cannot say this.
ALTER TABLE "installation" ADD CHECK ("single");

-- What a database of an earlier version is for; one that holds nothing is for whatever comes first. A demo's is told by
-- its stand-ins on loopback and by comments that wait for nothing, or by items of stand-ins that no connection of now
-- could have read: a demo's database that real trackers were read into afterwards.
INSERT INTO "installation" ("purpose")
SELECT (CASE
  WHEN EXISTS (SELECT FROM "connection")
    AND NOT EXISTS (SELECT FROM "connection" WHERE "site" !~ '^https?://127\.0\.0\.1([:/]|$)')
    AND NOT EXISTS (SELECT FROM "train" WHERE "definition" #>> '{comments,settleMs}' IS DISTINCT FROM '0')
    THEN 'demo'
  WHEN EXISTS (
    SELECT FROM "work_item" w WHERE w."url" ~ '^https?://127\.0\.0\.1([:/]|$)' AND NOT EXISTS (
      SELECT FROM "connection" c WHERE c."key" = w."connection" AND c."site" ~ '^https?://127\.0\.0\.1([:/]|$)'))
    THEN 'demo'
  ELSE 'real'
END)::"purpose"
WHERE EXISTS (SELECT FROM "connection") OR EXISTS (SELECT FROM "work_item") OR EXISTS (SELECT FROM "stream")
  OR EXISTS (SELECT FROM "publication") OR EXISTS (SELECT FROM "delivery");
