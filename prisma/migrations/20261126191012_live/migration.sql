-- AlterEnum
ALTER TYPE "delivery_state" ADD VALUE 'ignored';

-- DropIndex
DROP INDEX "delivery_state_id_idx";

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "stream" ADD COLUMN     "failure_at" TIMESTAMPTZ(3),
ADD COLUMN     "failure_code" TEXT,
ADD COLUMN     "failure_text" TEXT,
ADD COLUMN     "token" TEXT;

-- CreateTable
CREATE TABLE "repair" (
    "connection" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "announced" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "repair_pkey" PRIMARY KEY ("connection","found_at","item_id")
);

-- CreateIndex
CREATE INDEX "delivery_connection_state_id_idx" ON "delivery"("connection", "state", "id");

-- CreateIndex
CREATE INDEX "delivery_received_at_idx" ON "delivery"("received_at");
