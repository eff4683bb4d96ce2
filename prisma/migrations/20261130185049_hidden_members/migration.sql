-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "entry" TEXT,
ADD COLUMN     "hidden" BOOLEAN NOT NULL DEFAULT false;
