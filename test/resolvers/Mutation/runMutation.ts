import { graphql, type ExecutionResult } from 'graphql';
import { reservedFields } from '../../../src/wolkvox/reservedFields.js';
import type { TenantForms } from '../../../src/forms/TenantForms.js';
import { createSubgraphSchema } from '../../../src/server/graphql/subgraphSchema.js';
import type { Context } from '../../../src/resolvers/Context.js';
import type { Loaders } from '../../../src/loaders/Loaders.js';
import type { Intent, WriteResult, Writer } from '../../../src/writing/Writer.js';
import { schema } from '../runOperation.js';

/** One call that the resolvers made to the writer. */
export interface WriterCall {
  readonly method: keyof Writer;
  readonly intent: Intent;
  readonly what: unknown;
}

/** What one mutation did: the payload or the error, and what reached the writer. */
export interface MutationRun {
  readonly payload: unknown;
  readonly error: unknown;
  readonly calls: readonly WriterCall[];
  readonly loaderClears: number;
}

/** Runs one mutation against the real schema and resolvers, with a writer that answers `result` to everything. */
export async function runMutation(
  field: string,
  selection: string,
  input: Readonly<Record<string, unknown>>,
  result: WriteResult = { outcome: 'APPLIED', id: 'id-1', caseNumber: 'PET-1' },
  forms: TenantForms | null = null,
): Promise<MutationRun> {
  const calls: WriterCall[] = [];
  let loaderClears = 0;
  const record =
    (method: keyof Writer) =>
    (intent: Intent, what: unknown): Promise<WriteResult> => {
      calls.push({ method, intent, what });
      return Promise.resolve(result);
    };
  const unused = (): never => {
    throw new Error('A mutation must not read.');
  };
  const loaders: Loaders = {
    findCase: unused,
    findContact: unused,
    findOwner: unused,
    findCompany: unused,
    findActivity: unused,
    findGestion: unused,
    listCases: unused,
    listActivities: unused,
    listGestiones: unused,
    listNothing: unused,
    explainCases: unused,
    quota: unused,
    vocabulary: unused,
    clear: () => {
      loaderClears += 1;
    },
  };
  const contextValue: Context = {
    loaders,
    forms,
    writer: {
      createCase: record('createCase'),
      updateCase: record('updateCase'),
      createContact: record('createContact'),
      updateContact: record('updateContact'),
      createActivity: record('createActivity'),
      updateRecord: record('updateRecord'),
    },
    writeRules: {
      writableModules: ['cases', 'contacts'],
      closedStatusNames: ['closed', 'cerrado', 'Finalización'],
      isReservedOnContacts: reservedFields.onContacts,
      isReservedOnRecords: reservedFields.onRecords,
    },
    live: null,
    priceOperation: () => {
      throw new Error('This operation asks for no price.');
    },
    call: { deadlineAt: 10_000, signal: new AbortController().signal, onCall: () => undefined },
    now: () => 0,
  };
  const inputType = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const answer: ExecutionResult = await graphql({
    schema: forms ? createSubgraphSchema(forms.sdl) : schema,
    source: `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${selection} } }`,
    variableValues: { input },
    contextValue,
  });
  const [error] = answer.errors ?? [];
  return { payload: answer.data?.[field], error: error?.originalError ?? error, calls, loaderClears };
}
