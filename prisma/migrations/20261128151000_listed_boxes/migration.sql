-- AlterTable
ALTER TABLE "sprint" ADD COLUMN     "listed" BOOLEAN NOT NULL DEFAULT false;
