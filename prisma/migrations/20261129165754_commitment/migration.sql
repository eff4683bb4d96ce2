-- CreateTable
CREATE TABLE "commitment" (
    "train" TEXT NOT NULL,
    "increment" TEXT NOT NULL,
    "iteration" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "from_history" BOOLEAN NOT NULL,
    "unknown" JSON NOT NULL,
    "items" JSON NOT NULL,

    CONSTRAINT "commitment_pkey" PRIMARY KEY ("train","increment","iteration")
);
