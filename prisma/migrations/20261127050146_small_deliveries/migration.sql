-- DropIndex
DROP INDEX "delivery_received_at_idx";

-- CreateIndex
CREATE INDEX "delivery_received_at_idx" ON "delivery" USING BRIN ("received_at");

-- Bodies go beside the table: what settles a delivery writes its row once more, and with it the body that stood in it.
-- Prisma's schema cannot say this.
ALTER TABLE "delivery" SET (toast_tuple_target = 128);
