-- DropIndex
DROP INDEX "work_item_key_idx";

-- CreateIndex: people write keys in any case
CREATE INDEX "work_item_lower_key_idx" ON "work_item"(lower("key"));
CREATE INDEX "pull_request_lower_key_idx" ON "pull_request"(lower("key"));

-- CreateIndex
CREATE INDEX "publication_item_id_idx" ON "publication"("item_id");
