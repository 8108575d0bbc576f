import { systemClock } from '../../src/wolkvox/systemClock.js';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, type GraphQLSchema } from 'graphql';
import { createLoaders } from '../../src/loaders/createLoaders.js';
import { TenantCapabilities } from '../../src/reading/capabilities/TenantCapabilities.js';
import type { TenantForms } from '../../src/forms/TenantForms.js';
import { createSubgraphSchema } from '../../src/server/graphql/subgraphSchema.js';
import { createReader } from '../../src/reading/createReader.js';
import type { Context } from '../../src/resolvers/Context.js';
import { resolvers } from '../../src/resolvers/index.js';
import { reservedFields } from '../../src/wolkvox/reservedFields.js';
import type { WriteResult } from '../../src/writing/Writer.js';
import { anyCall, type FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import { parseSchema } from '../support/schemaSources.js';

/** The subgraph's schema with all its resolvers. */
export const schema: GraphQLSchema = buildSubgraphSchema([{ typeDefs: parseSchema(), resolvers: { ...resolvers } }]);

/** The instant at which every operation of these tests runs. */
export const now = Date.parse('2026-11-21T08:00:00Z');

export interface OperationResult {
  readonly data: unknown;
  /** What went wrong, with the path that it took down. */
  readonly errors: readonly { readonly path: string | undefined; readonly cause: unknown }[];
}

export interface OperationOptions {
  readonly areActivitiesReadable?: boolean;
  /** What becomes of every write. */
  readonly writes?: () => Promise<WriteResult>;
  /** The typed forms of a tenant. */
  readonly forms?: TenantForms;
}

const refuse = (): Promise<never> => Promise.reject(new Error('This operation does not write.'));

/** Runs one operation over the fake CRM, with loaders of its own. */
export async function runOperation(
  client: FakeWolkvoxClient,
  source: string,
  variableValues: Readonly<Record<string, unknown>> = {},
  { areActivitiesReadable = true, writes = refuse, forms }: OperationOptions = {},
): Promise<OperationResult> {
  const clock = { now: () => now };
  const settings = { timeZone: null, activitiesReadable: areActivitiesReadable };
  const capabilities = new TenantCapabilities({ settings, clock });
  const reader = createReader({ client, clock, scanLimitCalls: 8, capabilities });
  const contextValue: Context = {
    loaders: createLoaders(reader, anyCall, systemClock),
    writer: {
      createCase: writes,
      updateCase: writes,
      createContact: writes,
      updateContact: writes,
      createActivity: writes,
      updateRecord: writes,
    },
    forms: forms ?? null,
    writeRules: {
      writableModules: [],
      closedStatusNames: [],
      isReservedOnContacts: reservedFields.onContacts,
      isReservedOnRecords: reservedFields.onRecords,
    },
    live: null,
    priceOperation: () => {
      throw new Error('This operation asks for no price.');
    },
    call: anyCall,
    now: () => now,
  };
  const { data, errors = [] } = await graphql({
    schema: forms ? createSubgraphSchema(forms.sdl) : schema,
    source,
    variableValues,
    contextValue,
  });
  return {
    // Over the wire and back, as a caller sees it.
    data: data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown),
    errors: errors.map((error) => ({ path: error.path?.join('.'), cause: error.originalError ?? error })),
  };
}
