-- CreateTable
CREATE TABLE "portfolio_target" (
    "position" INTEGER NOT NULL,
    "target" JSON NOT NULL,

    CONSTRAINT "portfolio_target_pkey" PRIMARY KEY ("position")
);
