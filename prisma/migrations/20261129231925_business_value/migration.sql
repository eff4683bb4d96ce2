-- AlterTable
ALTER TABLE "work_item" ADD COLUMN     "business_value" DOUBLE PRECISION;
