-- CreateTable
CREATE TABLE "cause" (
    "train" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,

    CONSTRAINT "cause_pkey" PRIMARY KEY ("train","request_id")
);
