import { type DefinitionNode, type DocumentNode, Kind, parse, print } from 'graphql';

/** A field of typed forms that a published SDL has otherwise. */
export interface SdlDifference {
  readonly kind: 'notInSdl' | 'onlyInSdl' | 'otherInSdl';
  /** Such as `CaseForm.asunto`. */
  readonly what: string;
}

/**
 * How what typed forms add differs from what a published SDL has of it. `published` is the whole SDL of the subgraph, or
 * what `forms -- sdl` has printed. Throws a GraphQLError for what is no SDL.
 */
export function compareForms(formsSdl: string, published: string): readonly SdlDifference[] {
  const [added, there] = [placesOf(parseSdl(formsSdl)), placesOf(parseSdl(published))];
  const formTypes = new Set([...added.keys()].map(typeOf));
  const missing = [...added].flatMap(([what, type]): readonly SdlDifference[] => {
    const found = there.get(what);
    if (found === undefined) return [{ kind: 'notInSdl', what }];
    return found === type ? [] : [{ kind: 'otherInSdl', what }];
  });
  const surplus = [...there.keys()].filter((what) => !added.has(what) && isOfForms(what, formTypes));
  return [...missing, ...surplus.map((what): SdlDifference => ({ kind: 'onlyInSdl', what }))];
}

/** Types of the schema's own get one field more, `form`; all else is the forms' alone. */
function isOfForms(what: string, formTypes: ReadonlySet<string>): boolean {
  const type = typeOf(what);
  return what.endsWith('.form') || (formTypes.has(type) && !extendedTypes.has(type));
}

const extendedTypes: ReadonlySet<string> = new Set([
  ...['Case', 'Contact', 'CreateCaseInput', 'UpdateCaseInput', 'CreateContactInput', 'UpdateContactInput'],
]);

function typeOf(what: string): string {
  return what.split('.', 1)[0] ?? '';
}

function parseSdl(sdl: string): DocumentNode {
  return sdl.trim() === '' ? { kind: Kind.DOCUMENT, definitions: [] } : parse(sdl);
}

/** Every field and enum value of a document, with its type. */
function placesOf({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  return new Map(definitions.flatMap(placesIn));
}

function placesIn(definition: DefinitionNode): readonly (readonly [string, string])[] {
  if (definition.kind === Kind.ENUM_TYPE_DEFINITION) {
    return (definition.values ?? []).map(({ name }) => [`${definition.name.value}.${name.value}`, '']);
  }
  if (!('fields' in definition)) return [];
  return (definition.fields ?? []).map(({ name, type }) => [`${definition.name.value}.${name.value}`, print(type)]);
}
