-- CreateEnum
CREATE TYPE "digest_state" AS ENUM ('intended', 'sent', 'failed', 'refused', 'unknown');

-- CreateTable
CREATE TABLE "digest" (
    "train" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "digest_state" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digest_pkey" PRIMARY KEY ("train","channel","due_at")
);
