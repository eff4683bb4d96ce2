import type { GithubConnection } from "../../src/ports/connection.ts";
import { hostedSchema, isHosted, type HostSchema } from "./host-schema.ts";
import { documentsFor, type Documents } from "./queries.ts";

/** The GraphQL documents for one host, which the clients of a connection share. */
export class HostDocuments {
  #documents: Documents | null;
  #asked: Promise<Documents> | null = null;

  constructor(connection: GithubConnection) {
    this.#documents = isHosted(connection) ? documentsFor(hostedSchema) : null;
  }

  /** Null while unknown. */
  get schema(): HostSchema | null {
    return this.#documents?.schema ?? null;
  }

  /** @param ask for the schema, if it is unknown; after a failure the next call asks again */
  async known(ask: () => Promise<HostSchema>): Promise<Documents> {
    if (this.#documents !== null) return this.#documents;
    this.#asked ??= ask().then((schema) => this.learn(schema));
    try {
      return await this.#asked;
    } finally {
      this.#asked = null;
    }
  }

  learn(schema: HostSchema): Documents {
    const documents = documentsFor(schema);
    this.#documents = documents;
    return documents;
  }
}
