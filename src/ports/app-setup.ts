import type { GithubConnection } from "./connection.ts";

/** An installation of a GitHub App, as people need to know it. */
export type AppInstallation = {
  /** Login of the organisation or person. */
  readonly account: string;
  /** Whether it covers all repositories of the account, later ones too, or those that a person selected. */
  readonly repositories: "all" | "selected";
  /** Since when a person has suspended it (ISO 8601); null if it works. */
  readonly suspendedAt: string | null;
  /** The page of its settings. */
  readonly page: string;
};

/** The app to create. */
export type WantedApp = {
  /** The GitHub that gets the app; its empty token stands for requests without an account. */
  readonly connection: GithubConnection;
  /** Login of the organisation that will own the app; null for the person in the browser. */
  readonly organisation: string | null;
  /** Where GitHub sends webhooks; null while no public address is known. */
  readonly webhookUrl: string | null;
};

/** An app as GitHub shows it once, right after a person has created it. */
export type CreatedApp = {
  readonly id: string;
  readonly slug: string;
  /** PEM. */
  readonly privateKey: string;
  /** The secret that GitHub made for the app's webhook; null if it made none. */
  readonly webhookSecret: string | null;
  /** The page on which a person installs it. */
  readonly installPage: string;
};

export type Creating = {
  /** Called with the address that a person has to open in a browser on this machine. */
  readonly onAddress: (address: string) => void;
  /** Keeps the app before the browser goes on to its installation; if it throws, creating fails. */
  readonly keep: (app: CreatedApp) => Promise<void>;
};

/** Creates a GitHub App together with a person in a browser, and follows its installation. */
export type AppSetup = {
  /**
   * Waits until the person has created the app, for an hour at most, GitHub's limit.
   * @throws Failure if the hour is over, or GitHub does not hand the app over
   */
  create(wanted: WantedApp, creating: Creating): Promise<CreatedApp>;
  /**
   * The page on which a person installs the app.
   * @throws Failure if GitHub does not accept the app's credentials
   */
  installPage(connection: GithubConnection): Promise<string>;
  /** The present installations. @throws Failure */
  installations(connection: GithubConnection): Promise<readonly AppInstallation[]>;
  /** Pauses between two looks at the installations. */
  pause(): Promise<void>;
};
