-- AlterEnum
ALTER TYPE "link_origin" ADD VALUE 'jira-remote-link';
