import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeTenant } from '../makeTenant.js';
import { Random } from '../Random.js';
import type { Tenant } from '../Tenant.js';
import { anyTenantShape } from '../TenantShape.js';
import type { Commit } from './CrmDesk.js';
import { Intents } from './Intents.js';

let tenant: Tenant;
let intents: Intents;
let commits: Commit[];

beforeEach(() => {
  const [shape] = fc.sample(anyTenantShape, { seed: 7, numRuns: 1 });
  if (shape === undefined) throw new Error('no shape');
  tenant = makeTenant({ ...shape, cases: 60, contacts: 60, oddPercent: 0 });
  intents = new Intents(tenant, new Random(7), 40);
  commits = [];
});

/** The first intent of a kind, and the mutation's name. */
function one(kind: RegExp): { readonly index: number; readonly mutation: string } {
  for (const index of intents.open) {
    const mutation = /\n\s*(\w+)\(input/.exec(intents.mutation(index, false).document)?.[1] ?? '';
    if (kind.test(mutation)) return { index, mutation };
  }
  throw new Error(`no intent of ${String(kind)}`);
}

function commit(index: number, id: string): void {
  commits.push({ intent: `intent-${index}`, id });
}

/** Lets the caller of an intent hear an outcome. */
function hear(
  { index, mutation }: { readonly index: number; readonly mutation: string },
  outcome: string,
  id: string | null = null,
  { isOther = false, codes = [] }: { readonly isOther?: boolean; readonly codes?: readonly string[] } = {},
): void {
  const record = id === null ? null : { id };
  const payload = { outcome, userErrors: codes.map((code) => ({ code })), record };
  intents.hear(index, isOther, { data: { [mutation]: payload } }, commits);
}

/** Has every intent but one made and heard of, as a program without faults would. */
function settleOthers(but: number): void {
  for (const index of intents.open) {
    if (index === but) continue;
    const mutation = /\n\s*(\w+)\(input/.exec(intents.mutation(index, false).document)?.[1] ?? '';
    commit(index, `id-${index}`);
    hear({ index, mutation }, 'APPLIED', `id-${index}`);
  }
}

/** What the judge finds in the end. */
function verdict(but: number): readonly string[] {
  settleOthers(but);
  intents.checkAll(commits, tenant.cases);
  return intents.faults;
}

describe('the judge of random writes', () => {
  test('finds nothing where every intent was made once and its caller was told of it, at once or in the end', () => {
    const intent = one(/createContact/);
    hear(intent, 'UNKNOWN', null, { codes: ['OUTCOME_UNKNOWN'] });
    commit(intent.index, 'a');
    hear(intent, 'APPLIED', 'a');
    hear(intent, 'REPLAYED', 'a');
    hear(intent, 'REJECTED', null, { isOther: true, codes: ['IDEMPOTENCY_KEY_REUSED'] });
    expect(verdict(intent.index)).toEqual([]);
  });

  test.each([/createCase/, /createContact/, /createTask/, /updateCase/, /updateContact/])(
    'finds what was made twice, by %s',
    (kind) => {
      const intent = one(kind);
      commit(intent.index, 'a');
      hear(intent, 'UNKNOWN');
      commit(intent.index, 'b');
      hear(intent, 'APPLIED', 'b');
      expect(verdict(intent.index)).toEqual(
        expect.arrayContaining([expect.stringMatching(/duplicate: written 2 times/), expect.stringMatching(/swapped/)]),
      );
    },
  );

  test('finds an update that was made twice although both answers name the same record', () => {
    const intent = one(/updateCase/);
    commit(intent.index, 'a');
    commit(intent.index, 'a');
    hear(intent, 'APPLIED', 'a');
    expect(verdict(intent.index)).toEqual([expect.stringMatching(/updateCase duplicate: written 2 times/)]);
  });

  test.each([/createCase/, /updateContact/])('finds what callers were told and the CRM never had, by %s', (kind) => {
    const intent = one(kind);
    hear(intent, 'APPLIED', 'a');
    expect(verdict(intent.index)).toEqual([
      expect.stringMatching(/APPLIED, and the CRM does not have it/),
      expect.stringMatching(/phantom/),
    ]);
  });

  test('finds a settled key that is replayed with another id', () => {
    const intent = one(/createContact/);
    commit(intent.index, 'a');
    hear(intent, 'APPLIED', 'a');
    hear(intent, 'REPLAYED', 'b');
    expect(verdict(intent.index)).toContainEqual(expect.stringMatching(/told b and a/));
  });

  test('finds a refusal of what the CRM has, another input taken under a key, and what nobody was ever told of', () => {
    const intent = one(/createContact/);
    commit(intent.index, 'a');
    hear(intent, 'REJECTED', null, { codes: ['UPSTREAM_REJECTED'] });
    hear(intent, 'REPLAYED', 'a', { isOther: true });
    expect(verdict(intent.index)).toEqual([
      expect.stringMatching(/REJECTED \(UPSTREAM_REJECTED\), and the CRM has it/),
      expect.stringMatching(/REPLAYED with another input/),
      expect.stringMatching(/never settled/),
    ]);
  });

  test('finds an answer that is no outcome, and errors that are no trouble of the CRM', () => {
    const intent = one(/createContact/);
    hear(intent, 'PERHAPS');
    intents.hear(intent.index, false, { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }, commits);
    intents.hear(intent.index, false, { errors: [{ extensions: { code: 'UPSTREAM_TIMEOUT' } }] }, commits);
    expect(intents.faults).toEqual([
      expect.stringMatching(/outcome PERHAPS/),
      expect.stringMatching(/errors instead of an outcome: INTERNAL_SERVER_ERROR/),
    ]);
  });
});
