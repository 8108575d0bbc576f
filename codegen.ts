import type { CodegenConfig } from '@graphql-codegen/cli';

/** Generates the resolvers' types from the schema, with the model's records as what the resolvers return. */
const config: CodegenConfig = {
  schema: 'schema/**/*.graphql',
  silent: true,
  generates: {
    'src/__generated__/resolvers.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        federation: true,
        contextType: '../resolvers/Context.js#Context',
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        immutableTypes: true,
        maybeValue: 'T | null',
        inputMaybeValue: 'T | null | undefined',
        avoidOptionals: { field: true, inputValue: false, object: true, defaultValue: false },
        scalars: {
          ID: { input: 'string', output: 'string' },
          DateTime: { input: 'Date', output: 'Date' },
          EmailAddress: { input: 'string', output: 'string' },
          JSON: { input: '../model/Json.js#Json', output: '../model/Json.js#Json' },
          JSONObject: { input: '../model/Json.js#JsonObject', output: '../model/Json.js#JsonObject' },
          Base64: { input: 'string', output: 'string' },
          _FieldSet: 'string',
          federation__FieldSet: 'string',
        },
        mappers: {
          Case: '../model/references.js#CaseNode',
          Contact: '../model/references.js#ContactNode',
          Owner: '../model/references.js#OwnerNode',
          Company: '../model/references.js#CompanyNode',
          Activity: '../model/references.js#ActivityNode',
          CollectionGestion: '../model/references.js#GestionNode',
          CaseChange: '../live/LiveCases.js#ToldChange',
          CaseConnection: '../model/List.js#CaseList',
          ActivityConnection: '../model/List.js#ActivityList',
          CollectionGestionConnection: '../model/List.js#GestionList',
        },
      },
    },
  },
};

export default config;
