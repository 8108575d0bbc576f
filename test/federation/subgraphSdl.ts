import { readdirSync, readFileSync } from 'node:fs';

const schemaFolder = new URL('../../schema/', import.meta.url);

/** The subgraph's own SDL, read from the files that it serves. */
export const crmSdl = readdirSync(schemaFolder)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => readFileSync(new URL(name, schemaFolder), 'utf8'))
  .join('\n');

/** The example neighbour's SDL. */
export const billingSdl = readFileSync(new URL('../../examples/billing/schema.graphql', import.meta.url), 'utf8');

/** The SDL of the neighbour that makes it hard. */
export const workforceSdl = readFileSync(new URL('workforce.graphql', import.meta.url), 'utf8');
