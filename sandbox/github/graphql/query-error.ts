import { signOnMessage } from "../failure.ts";
import { GraphQLError, type GraphQLFormattedError } from "graphql";

/** A refusal with GitHub's type: `NOT_FOUND`, `EXCESSIVE_PAGINATION`, … */
export function queryError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** GitHub's error for a resource behind a single sign-on. */
export function signOnError(): GraphQLError {
  return new GraphQLError(signOnMessage, { extensions: { type: "FORBIDDEN", saml_failure: true } });
}

/** Writes an error as GitHub does: `type` beside the message. */
export function formatQueryError(error: GraphQLError): GraphQLFormattedError & { type?: unknown } {
  const { extensions, ...rest } = error.toJSON();
  const type = extensions?.["type"];
  const isSignOn = extensions?.["saml_failure"] === true;
  return { ...(type !== undefined && { type }), ...rest, ...(isSignOn && { extensions: { saml_failure: true } }) };
}

/** Writes an error of a query that does not fit the schema, for a missing field in GitHub's words. */
export function formatInvalidQuery(error: GraphQLError): GraphQLFormattedError & { type?: unknown } {
  const [, fieldName, typeName] = /^Cannot query field "(\w+)" on type "(\w+)"/u.exec(error.message) ?? [];
  if (fieldName === undefined) return formatQueryError(error);
  const { locations } = error.toJSON();
  return {
    ...formatMissingField(fieldName, typeName),
    ...(locations !== undefined && { locations }),
  };
}

/** GitHub's words for a field that its schema lacks. */
export function formatMissingField(fieldName: string, typeName: string | undefined): GraphQLFormattedError {
  return {
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    path: ["query", fieldName],
    extensions: { code: "undefinedField", typeName, fieldName },
  };
}
