-- AlterTable
ALTER TABLE "publication" ADD COLUMN     "beside" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "refusal" (
    "marker" TEXT NOT NULL,
    "train" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "digest" TEXT NOT NULL,
    "item_updated_at" TIMESTAMPTZ(3),
    "code" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "refusal_pkey" PRIMARY KEY ("marker")
);

-- CreateTable
CREATE TABLE "writing_account" (
    "connection" TEXT NOT NULL,
    "account" TEXT NOT NULL,

    CONSTRAINT "writing_account_pkey" PRIMARY KEY ("connection","account")
);

-- CreateIndex
CREATE INDEX "refusal_train_idx" ON "refusal"("train");

-- CreateIndex
CREATE INDEX "publication_connection_remote_id_idx" ON "publication"("connection", "remote_id");

-- A rollup issue that was not to be seen may have been hidden from us: it is looked for again.
INSERT INTO "refusal" ("marker", "train", "connection", "count", "at", "until", "digest", "code", "text")
SELECT "marker", "train", "connection", 0, "created_at", "created_at", coalesce("digest", ''), 'not-found', 'It was not to be seen.'
FROM "publication" p
WHERE "kind" = 'rollup' AND "state" = 'gone' AND "remote_id" IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM "publication" o WHERE o."connection" = p."connection" AND o."remote_id" = p."remote_id" AND o."marker" <> p."marker" AND o."state" <> 'gone');

-- Our own rollup issues are no work, whatever account wrote them.
DELETE FROM "work_item" w USING "publication" p
WHERE p."kind" = 'rollup' AND p."connection" = w."connection" AND p."remote_id" = w."native_id" AND w."presence" <> 'stub';
