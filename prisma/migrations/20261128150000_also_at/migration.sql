-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "also_at" TEXT[] DEFAULT ARRAY[]::TEXT[];
