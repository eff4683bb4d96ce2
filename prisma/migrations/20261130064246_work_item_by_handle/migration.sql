-- CreateIndex
CREATE INDEX "work_item_handle_idx" ON "work_item"("handle");
