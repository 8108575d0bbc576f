import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types for every operation in `src/`, and a manifest of their documents for gateways that take those only. */
const config: CodegenConfig = {
  // A file, or a graph that answers introspection.
  schema: process.env['GRAPHQL_SCHEMA'] ?? 'http://localhost:4000/graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/graphql/**'],
  generates: {
    'src/graphql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        // A subgraph has scalars of federation besides these.
        defaultScalarType: 'unknown',
        scalars: {
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          LocalTime: 'string',
          EmailAddress: 'string',
          Base64: 'string',
          JSON: 'unknown',
          JSONObject: 'Record<string, unknown>',
        },
      },
    },
  },
};

export default config;
