-- AlterEnum
ALTER TYPE "sprint_kind" ADD VALUE 'iteration';

-- AlterTable
ALTER TABLE "membership" ADD COLUMN     "values" JSONB;

-- AlterTable
ALTER TABLE "membership_query" ADD COLUMN     "drafts" INTEGER NOT NULL DEFAULT 0;
