import { type DocumentNode, Kind } from 'graphql';
import type { FormView } from '../forms/FormView.js';
import { Case, caseForm } from './Case.js';
import { Contact, contactForm } from './Contact.js';
import { Day } from './scalars/Day.js';
import { Decimal } from './scalars/Decimal.js';
import { LocalTime } from './scalars/LocalTime.js';

/**
 * What answers the part of the schema that typed forms add, and no more of it than `added` has: the library refuses
 * resolvers for what is not there. The fields of a form are properties of its view and need no resolver.
 */
export function formResolvers(added: DocumentNode) {
  const has = (kind: Kind, name: string): boolean =>
    added.definitions.some((each) => each.kind === kind && 'name' in each && each.name.value === name);
  return {
    ...(has(Kind.OBJECT_TYPE_EXTENSION, 'Case') && { Case: { ...Case, form: caseForm } }),
    ...(has(Kind.OBJECT_TYPE_EXTENSION, 'Contact') && { Contact: { ...Contact, form: contactForm } }),
    ...(has(Kind.INTERFACE_TYPE_DEFINITION, 'CaseForm') && {
      CaseForm: { __resolveType: (form: FormView): string => form.__typename },
    }),
    ...(has(Kind.SCALAR_TYPE_DEFINITION, 'Date') && { Date: Day }),
    ...(has(Kind.SCALAR_TYPE_DEFINITION, 'Decimal') && { Decimal }),
    ...(has(Kind.SCALAR_TYPE_DEFINITION, 'LocalTime') && { LocalTime }),
  };
}
