-- CreateEnum
CREATE TYPE "system" AS ENUM ('jira', 'github');

-- CreateEnum
CREATE TYPE "sprint_kind" AS ENUM ('sprint', 'version', 'milestone');

-- CreateEnum
CREATE TYPE "sprint_state" AS ENUM ('future', 'active', 'closed');

-- CreateEnum
CREATE TYPE "presence" AS ENUM ('present', 'stub', 'gone');

-- CreateEnum
CREATE TYPE "work_item_kind" AS ENUM ('epic', 'story', 'task', 'bug', 'subtask', 'other');

-- CreateEnum
CREATE TYPE "status_category" AS ENUM ('todo', 'in-progress', 'done', 'cancelled');

-- CreateEnum
CREATE TYPE "link_origin" AS ENUM ('jira-link', 'github-blocked-by', 'text');

-- CreateEnum
CREATE TYPE "pull_request_state" AS ENUM ('open', 'merged', 'closed');

-- CreateEnum
CREATE TYPE "history_field" AS ENUM ('status', 'sprint', 'points', 'parent', 'key', 'resolution');

-- CreateEnum
CREATE TYPE "delivery_state" AS ENUM ('received', 'processed', 'failed');

-- CreateEnum
CREATE TYPE "conflict_state" AS ENUM ('open', 'resolved');

-- CreateEnum
CREATE TYPE "conflict_severity" AS ENUM ('conflict', 'risk', 'info');

-- CreateEnum
CREATE TYPE "publication_kind" AS ENUM ('rollup', 'comment');

-- CreateEnum
CREATE TYPE "publication_state" AS ENUM ('intended', 'absent', 'standing', 'gone', 'held');

-- CreateEnum
CREATE TYPE "write_action" AS ENUM ('create', 'update', 'resolve');

-- CreateEnum
CREATE TYPE "write_outcome" AS ENUM ('done', 'unknown', 'failed', 'held', 'gone');

-- CreateTable
CREATE TABLE "connection" (
    "key" TEXT NOT NULL,
    "system" "system" NOT NULL,
    "site" TEXT NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "train" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "definition" JSON NOT NULL,

    CONSTRAINT "train_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "increment" (
    "train_key" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "increment_pkey" PRIMARY KEY ("train_key","key")
);

-- CreateTable
CREATE TABLE "iteration" (
    "train_key" TEXT NOT NULL,
    "increment_key" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "iteration_pkey" PRIMARY KEY ("train_key","increment_key","key")
);

-- CreateTable
CREATE TABLE "team" (
    "train_key" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "connection" TEXT NOT NULL,
    "containers" TEXT[],
    "jql" TEXT,

    CONSTRAINT "team_pkey" PRIMARY KEY ("train_key","key")
);

-- CreateTable
CREATE TABLE "stream" (
    "connection" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "watermark" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "rejected" INTEGER NOT NULL,

    CONSTRAINT "stream_pkey" PRIMARY KEY ("connection","name")
);

-- CreateTable
CREATE TABLE "sprint" (
    "id" TEXT NOT NULL,
    "system" "system" NOT NULL,
    "connection" TEXT NOT NULL,
    "kind" "sprint_kind" NOT NULL,
    "native_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" "sprint_state" NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "board_id" BIGINT,
    "container" TEXT,

    CONSTRAINT "sprint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_item" (
    "id" TEXT NOT NULL,
    "system" "system" NOT NULL,
    "connection" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "container" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "presence" "presence" NOT NULL,
    "kind" "work_item_kind" NOT NULL,
    "source_kind" TEXT NOT NULL,
    "status" "status_category" NOT NULL,
    "source_status" TEXT NOT NULL,
    "parent_id" TEXT,
    "sprint_ids" TEXT[],
    "points" DOUBLE PRECISION,
    "labels" TEXT[],
    "components" TEXT[],
    "start_on" DATE,
    "due_on" DATE,
    "created_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "stored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "work_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link" (
    "id" TEXT NOT NULL,
    "origin" "link_origin" NOT NULL,
    "type_id" TEXT,
    "type_name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "reporter_id" TEXT,

    CONSTRAINT "link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pull_request" (
    "id" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "container" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" "pull_request_state" NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "references" TEXT[],

    CONSTRAINT "pull_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "history_event" (
    "id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "field" "history_field" NOT NULL,
    "from" TEXT,
    "to" TEXT,

    CONSTRAINT "history_event_pkey" PRIMARY KEY ("item_id","id")
);

-- CreateTable
CREATE TABLE "membership_query" (
    "connection" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "jql" TEXT NOT NULL,

    CONSTRAINT "membership_query_pkey" PRIMARY KEY ("connection","digest")
);

-- CreateTable
CREATE TABLE "membership" (
    "connection" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("connection","digest","item_id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" BIGSERIAL NOT NULL,
    "connection" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'received',
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conflict" (
    "train" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "state" "conflict_state" NOT NULL,
    "rule" TEXT NOT NULL,
    "severity" "conflict_severity" NOT NULL,
    "consumer_id" TEXT NOT NULL,
    "provider" TEXT,
    "conflict" JSON NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "worsened_at" TIMESTAMPTZ(3),
    "reopenings" INTEGER NOT NULL,

    CONSTRAINT "conflict_pkey" PRIMARY KEY ("train","fingerprint")
);

-- CreateTable
CREATE TABLE "publication" (
    "marker" TEXT NOT NULL,
    "train" TEXT NOT NULL,
    "kind" "publication_kind" NOT NULL,
    "connection" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "item_id" TEXT,
    "state" "publication_state" NOT NULL,
    "remote_id" TEXT,
    "remote_key" TEXT,
    "url" TEXT,
    "digest" TEXT,
    "resolved" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "publication_pkey" PRIMARY KEY ("marker")
);

-- CreateTable
CREATE TABLE "write" (
    "id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "marker" TEXT NOT NULL,
    "action" "write_action" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" "write_outcome" NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "write_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshot" (
    "train" TEXT NOT NULL,
    "increment" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "rollup" JSON NOT NULL,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("train","increment","day")
);

-- CreateIndex
CREATE INDEX "work_item_connection_container_idx" ON "work_item"("connection", "container");

-- CreateIndex
CREATE INDEX "work_item_key_idx" ON "work_item"("key");

-- CreateIndex
CREATE INDEX "work_item_parent_id_idx" ON "work_item"("parent_id");

-- CreateIndex
CREATE INDEX "link_source_idx" ON "link"("source");

-- CreateIndex
CREATE INDEX "link_target_idx" ON "link"("target");

-- CreateIndex
CREATE INDEX "link_reporter_id_idx" ON "link"("reporter_id");

-- CreateIndex
CREATE INDEX "membership_item_id_idx" ON "membership"("item_id");

-- CreateIndex
CREATE INDEX "delivery_state_id_idx" ON "delivery"("state", "id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_connection_delivery_id_key" ON "delivery"("connection", "delivery_id");

-- CreateIndex
CREATE INDEX "publication_train_idx" ON "publication"("train");

-- CreateIndex
CREATE INDEX "write_run_id_idx" ON "write"("run_id");

-- CreateIndex
CREATE INDEX "write_marker_at_idx" ON "write"("marker", "at");

-- AddForeignKey
ALTER TABLE "increment" ADD CONSTRAINT "increment_train_key_fkey" FOREIGN KEY ("train_key") REFERENCES "train"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "iteration" ADD CONSTRAINT "iteration_train_key_fkey" FOREIGN KEY ("train_key") REFERENCES "train"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_train_key_fkey" FOREIGN KEY ("train_key") REFERENCES "train"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_connection_digest_fkey" FOREIGN KEY ("connection", "digest") REFERENCES "membership_query"("connection", "digest") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "write" ADD CONSTRAINT "write_marker_fkey" FOREIGN KEY ("marker") REFERENCES "publication"("marker") ON DELETE RESTRICT ON UPDATE CASCADE;
