import { connectorContract } from "./contract.ts";
import { githubWorld } from "./contract/github-world.ts";
import { jiraWorld } from "./contract/jira-world.ts";

connectorContract("jira", jiraWorld);
connectorContract("github", githubWorld);
