import { connectorContract } from "./contract.ts";
import { enterpriseServerWorld, githubWorld } from "./contract/github-world.ts";
import { dataCenterWorld, jiraWorld } from "./contract/jira-world.ts";

connectorContract("jira", jiraWorld);
connectorContract("jira data center 9", dataCenterWorld("9.12.4"));
connectorContract("jira data center 10", dataCenterWorld("10.3.5"));
connectorContract("github", githubWorld);
connectorContract("github enterprise server 3.14", enterpriseServerWorld);
