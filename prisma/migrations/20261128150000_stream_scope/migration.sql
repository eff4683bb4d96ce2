-- AlterTable
ALTER TABLE "stream" ADD COLUMN     "scope" JSON;
