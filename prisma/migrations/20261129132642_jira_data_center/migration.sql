-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "data_center" BOOLEAN NOT NULL DEFAULT false;
