import { describe, expect, test } from '@jest/globals';
import { isInputObjectType } from 'graphql';
import { fieldsOfContact } from '../../../src/model/filters.js';
import type { CaseFilter, GestionFilter } from '../../../src/model/filters.js';
import { fieldsRowsMayLack } from '../../../src/reading/capabilities/CapabilityValues.js';
import { caseCatalogue } from '../../../src/reading/catalogue/caseCatalogue.js';
import type { Catalogue } from '../../../src/reading/catalogue/FilterField.js';
import { gestionCatalogue } from '../../../src/reading/catalogue/gestionCatalogue.js';
import { accessPathsFor } from '../../../src/reading/planner/accessPathsFor.js';
import { evaluate } from '../../../src/reading/predicate/evaluate.js';
import {
  normalizeCaseFilter,
  normalizeGestionFilter,
  type Predicate,
} from '../../../src/reading/predicate/normalizeFilter.js';
import { caseFields, gestionFields } from '../../../src/wolkvox/fields.js';
import { schema } from '../../resolvers/runOperation.js';
import { makeCase, makeGestion } from '../../support/records.js';

const at = new Date('2026-03-01T08:00:00Z');

/** The fields of a filter in the schema; `conditions` is another spelling of `condition`. */
function fieldsOf(typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  if (!isInputObjectType(type)) throw new Error(`${typeName} is no input type.`);
  return Object.keys(type.getFields()).filter((name) => name !== 'conditions');
}

/** What the walk knows of a kind of records besides its catalogue. */
interface Kind {
  readonly catalogue: Catalogue<never>;
  readonly typeName: string;
  readonly searches: Readonly<Record<string, string>>;
  readonly predicatesOf: (field: string) => readonly Predicate[];
  readonly evaluateOn: (predicates: readonly Predicate[]) => string;
}

const flags = new Set(['isReopened', 'isExpired']);
const filterOn = (name: string, isInstant: boolean): CaseFilter & GestionFilter => ({
  [name]: isInstant ? { gte: at } : flags.has(name) ? true : name === 'condition' ? 'OPEN' : { eq: 'a value' },
});

const kinds: Readonly<Record<string, Kind>> = {
  cases: {
    catalogue: caseCatalogue,
    typeName: 'CaseFilter',
    searches: caseFields,
    predicatesOf: (name) => normalizeCaseFilter(filterOn(name, caseCatalogue.get(name)?.kind === 'instant')),
    evaluateOn: (predicates) => evaluate(makeCase('a'), predicates, caseCatalogue),
  },
  gestiones: {
    catalogue: gestionCatalogue,
    typeName: 'CollectionGestionFilter',
    searches: gestionFields,
    predicatesOf: (name) => normalizeGestionFilter(filterOn(name, gestionCatalogue.get(name)?.kind === 'instant')),
    evaluateOn: (predicates) => evaluate(makeGestion('a'), predicates, gestionCatalogue),
  },
};

describe.each(Object.entries(kinds))('the catalogue of %s', (_name, { catalogue, typeName, ...kind }) => {
  test('has one line for each field of the filter, and no other', () => {
    expect([...catalogue.keys()].sort()).toEqual([...fieldsOf(typeName)].sort());
  });

  test('lets every field be normalized and evaluated', () => {
    for (const name of catalogue.keys()) {
      const predicates = kind.predicatesOf(name);
      expect(predicates.map(({ field }) => field)).toEqual([name]);
      expect(['true', 'false', 'unknown']).toContain(kind.evaluateOn(predicates));
    }
  });

  test('plans a path for exactly the fields that the CRM can search, each by a search that the client knows', () => {
    for (const [name, field] of catalogue) {
      const isSearchable = field.kind === 'value' ? field.search !== null : field.pushdown !== 'none';
      const plan = () => accessPathsFor(kind.predicatesOf(name), catalogue, at);
      if (isSearchable) expect(plan()).toMatchObject([{ field: name }]);
      else expect(plan).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'filter' }));
      if (field.kind !== 'value') continue;
      expect(field.pushdown === 'none').toBe(field.search === null);
      if (field.search !== null) expect(kind.searches[field.search]).toEqual(expect.any(String));
    }
  });
});

describe('the catalogue of cases', () => {
  test('says of the same fields as the rest of the program that rows may lack them', () => {
    const carriedBy = (where: string) =>
      [...caseCatalogue].flatMap(([name, field]) =>
        field.kind === 'value' && field.carriedBy === where ? [name] : [],
      );
    expect(new Set(carriedBy('contact'))).toEqual(fieldsOfContact);
    expect(new Set([...carriedBy('contact'), ...carriedBy('someTenants')])).toEqual(new Set(fieldsRowsMayLack));
  });
});
