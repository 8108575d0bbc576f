import { GraphQLError } from 'graphql';
import type { ReportedError } from '../errors/reportErrors.js';

/** A reported error as the engine's libraries want errors; as JSON it is the report. */
export function toGraphQLError(report: ReportedError): GraphQLError {
  const error = new GraphQLError(report.message, { extensions: report.extensions });
  error.toJSON = () => report;
  return error;
}
