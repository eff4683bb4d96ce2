-- AlterTable
ALTER TABLE "conflict" ADD COLUMN     "unseen_since" TIMESTAMPTZ(3);
