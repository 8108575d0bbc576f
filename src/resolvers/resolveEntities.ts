import { badUserInput } from '../model/Fault.js';
import { overlay } from '../model/overlay.js';
import { Activity } from './Activity.js';
import { Case } from './Case.js';
import { CollectionGestion } from './CollectionGestion.js';
import { Company } from './Company.js';
import { Contact } from './Contact.js';
import type { Context } from './Context.js';
import { Owner } from './Owner.js';

type ReferenceResolver = (representation: object, context: Context) => Promise<object | null>;

const referenceResolvers: ReadonlyMap<string, ReferenceResolver> = new Map<string, ReferenceResolver>([
  ['Activity', Activity.__resolveReference],
  ['Case', Case.__resolveReference],
  ['CollectionGestion', CollectionGestion.__resolveReference],
  ['Company', Company.__resolveReference],
  ['Contact', Contact.__resolveReference],
  ['Owner', Owner.__resolveReference],
]);

/**
 * The root field `_entities`, in place of the library's. There, one representation of an unknown type fails all the
 * others, and the type's name is written onto the record itself, which others may hold. Here each representation
 * stands for itself: null for a record that does not exist, null and BAD_USER_INPUT for one that names no entity.
 */
export function resolveEntities(
  _parent: unknown,
  { representations }: { readonly representations: readonly unknown[] },
  context: Context,
): readonly Promise<object | null>[] {
  return representations.map((representation) => resolveEntity(representation, context));
}

async function resolveEntity(representation: unknown, context: Context): Promise<object | null> {
  if (typeof representation !== 'object' || representation === null || !('__typename' in representation)) {
    throw badUserInput('representations', 'this one names no type');
  }
  const { __typename } = representation;
  const resolveReference = typeof __typename === 'string' ? referenceResolvers.get(__typename) : undefined;
  if (resolveReference === undefined) throw badUserInput('representations', 'this one names no entity of this graph');
  const record = await resolveReference(representation, context);
  return record === null ? null : overlay(record, { __typename });
}
