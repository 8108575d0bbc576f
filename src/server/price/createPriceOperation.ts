import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { badUserInput } from '../../model/Fault.js';
import type { OperationToPrice, PriceOperation } from '../../resolvers/OperationPrice.js';
import { documentHint } from '../errors/documentHint.js';
import { Refusal } from '../errors/Refusal.js';
import { variableProblems } from '../errors/variableProblems.js';
import { DocumentCheck, parseOptions } from '../limits/DocumentCheck.js';
import { noUnknownOperations } from '../limits/noUnknownOperations.js';
import { fragmentsOf } from './fragmentsOf.js';
import { priceOperation } from './priceOperation.js';

/** The field that asks for a price. */
const ownField = 'explainOperation';
const rememberedDocuments = 100;

/**
 * Makes what prices an operation from its text. It is held against the same limits, rules and types as an operation that
 * is to run, and refused with the same codes; only the limit on calls is not one here, for the price is what is asked for.
 */
export function createPriceOperation(schema: GraphQLSchema, scanLimitCalls: number): PriceOperation {
  const limits = new DocumentCheck();
  const known = new LRUCache<string, DocumentNode>({ max: rememberedDocuments });
  return (asked, loaders) => {
    const { document: text, variables, operationName } = asked;
    limits.check({ query: text, operationName, variables });
    const document = known.get(text) ?? readDocument(schema, text);
    known.set(text, document);
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Refusal('OPERATION_RESOLUTION_FAILURE', 400);
    checkVariables(schema, operation, asked);
    return priceOperation({
      schema,
      operation,
      fragments: fragmentsOf(document),
      variables,
      scanLimitCalls,
      loaders,
    });
  };
}

/** Parses and validates a document. */
function readDocument(schema: GraphQLSchema, text: string): DocumentNode {
  const document = parseDocument(text);
  const [error] = validate(schema, document, [...specifiedRules, noUnknownOperations], { maxErrors: 1 });
  if (error) throw refusal('GRAPHQL_VALIDATION_FAILED', error, document);
  visit(document, {
    Field: ({ name }) => {
      if (name.value === ownField) throw badUserInput('document', 'asks for a price itself');
    },
  });
  return document;
}

function parseDocument(text: string): DocumentNode {
  try {
    return parse(text, { ...parseOptions, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) throw refusal('GRAPHQL_PARSE_FAILED', error);
    throw error;
  }
}

function refusal(
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  { message, nodes }: GraphQLError,
  document?: DocumentNode,
): Refusal {
  const hint = documentHint(new GraphQLError(message, { nodes: nodes ?? null, extensions: { code } }), document);
  return new Refusal(code, 400, hint === null ? {} : { hint });
}

function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  { variables }: OperationToPrice,
): void {
  const [problem] = variableProblems(schema, operation, variables);
  if (!problem) return;
  const { place, hint } = problem;
  throw badUserInput(
    `variables.${place}`,
    'does not have the form that the document asks for',
    ...(hint === null ? [] : [hint]),
  );
}
