-- CreateTable
CREATE TABLE "publish_state" (
    "train" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "waiting" JSON NOT NULL,
    "refused" INTEGER NOT NULL,
    "failure_code" TEXT,
    "failure_text" TEXT,
    "failure_at" TIMESTAMPTZ(3),

    CONSTRAINT "publish_state_pkey" PRIMARY KEY ("train","connection")
);
