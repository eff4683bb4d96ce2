/** What both commands on the stand-ins take. */
type StandInFlags = {
  readonly data?: string;
  readonly port?: number;
  readonly seed: number;
  readonly faults?: string;
  readonly jira: "cloud" | "data-center";
  readonly github: "cloud" | "enterprise-server";
  readonly json?: boolean;
};

export type DemoFlags = StandInFlags & { readonly at?: number; readonly once?: boolean };

export type SandboxFlags = StandInFlags & { readonly writeConfig?: string };
