-- CreateEnum
CREATE TYPE "consent_state" AS ENUM ('started', 'stopped');

-- CreateTable
CREATE TABLE "consent" (
    "train" TEXT NOT NULL,
    "state" "consent_state" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "with_standing" BOOLEAN NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("train")
);

-- What was written before this version was written for good: nothing of it turns back into a proposal.
INSERT INTO "consent" ("train", "state", "since", "with_standing")
SELECT DISTINCT "train", 'started'::"consent_state", now(), true FROM "publication";

-- Trains as they were synced last said `enabled` where they say `mode` now.
UPDATE "train" SET "definition" = (jsonb_set(
    "definition"::jsonb #- '{comments,enabled}', '{comments,mode}',
    CASE WHEN "definition" #>> '{comments,enabled}' = 'false' THEN '"off"'::jsonb ELSE '"on"'::jsonb END
))::json;
