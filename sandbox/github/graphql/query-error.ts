import { GraphQLError, type GraphQLFormattedError } from "graphql";

/** A refusal with GitHub's type: `NOT_FOUND`, `EXCESSIVE_PAGINATION`, … */
export function queryError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** Writes an error as GitHub does: `type` beside the message. */
export function formatQueryError(error: GraphQLError): GraphQLFormattedError & { type?: unknown } {
  const { extensions, ...rest } = error.toJSON();
  const type = extensions?.["type"];
  return { ...(type !== undefined && { type }), ...rest };
}
