-- AlterTable
ALTER TABLE "conflict" ADD COLUMN     "answer" JSON;
