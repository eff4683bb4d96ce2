-- AlterEnum
ALTER TYPE "link_origin" ADD VALUE 'github-duplicate-of';

-- AlterTable
ALTER TABLE "link" ADD COLUMN     "duplicate" TEXT;

-- AlterTable
ALTER TABLE "work_item" ADD COLUMN     "points_words" TEXT,
ADD COLUMN     "resolution_id" TEXT,
ADD COLUMN     "resolution_name" TEXT,
ADD COLUMN     "status_id" TEXT,
ADD COLUMN     "status_name" TEXT;

-- What was read before tells both words in one: `Closed (Won't Fix)`. Ids come with the next reading.
UPDATE "work_item" SET
  "status_name" = coalesce(substring("source_status" from '^(.+) [(].+[)]$'), "source_status"),
  "resolution_name" = substring("source_status" from '^.+ [(](.+)[)]$')
WHERE "system" = 'jira' AND "source_status" <> '';
