import type { Random } from '../Random.js';
import { isObject } from '../Shown.js';
import type { Tenant } from '../Tenant.js';
import type { Commit } from './CrmDesk.js';

type Json = Readonly<Record<string, unknown>>;
type Kind = 'createCase' | 'createContact' | 'createTask' | 'updateCase' | 'updateContact';

interface Intent {
  readonly name: string;
  readonly kind: Kind;
  readonly input: Json;
  /** The record that an update is about. */
  readonly recordId: string | null;
  /** The id that a caller was told. */
  told: string | null;
  isSettled: boolean;
  /** Outcome and codes of the last answer, for whoever reads a report. */
  lastAnswer: string;
}

/** What the mutation answers with the id of what was written. */
const selections: Readonly<Record<Kind, string>> = {
  createCase: 'case { id }',
  createContact: 'contact { id }',
  createTask: 'activity { id }',
  updateCase: 'case { id }',
  updateContact: 'contact { id }',
};
const inputTypes: Readonly<Record<Kind, string>> = {
  createCase: 'CreateCaseInput',
  createContact: 'CreateContactInput',
  createTask: 'CreateTaskInput',
  updateCase: 'UpdateCaseInput',
  updateContact: 'UpdateContactInput',
};
const outcomes = new Set(['APPLIED', 'REPLAYED', 'REJECTED', 'UNKNOWN']);

/** What callers want written, each under a key of its own, and what they were told of it. */
export class Intents {
  readonly faults: string[] = [];
  readonly #all: readonly Intent[];

  constructor(
    tenant: Tenant,
    private readonly random: Random,
    count: number,
  ) {
    const known = { cases: [...tenant.cases], contacts: [...tenant.contacts] };
    this.#all = Array.from({ length: count }, (_, index) => this.#make(index, known));
  }

  /** The numbers of the intents that are not settled yet. */
  get open(): readonly number[] {
    return this.#all.flatMap(({ isSettled }, index) => (isSettled ? [] : [index]));
  }

  isSettled(index: number): boolean {
    return this.#at(index).isSettled;
  }

  any(): number {
    return this.random.below(this.#all.length);
  }

  /** The mutation of an intent; `isOther`: with its key and another input. */
  mutation(index: number, isOther: boolean): { readonly document: string; readonly input: Json } {
    const { kind, input } = this.#at(index);
    const document = `mutation ($input: ${inputTypes[kind]}!) {
      ${kind}(input: $input) { outcome userErrors { code } ${selections[kind]} }
    }`;
    if (!isOther) return { document, input };
    const text = kind.endsWith('Contact') ? 'name' : kind === 'createTask' ? 'name' : 'description';
    return { document, input: { ...input, [text]: 'something else' } };
  }

  /** Takes in what a caller was told, given what the CRM had committed by then. */
  hear(index: number, isOther: boolean, body: Json, commits: readonly Commit[]): void {
    const intent = this.#at(index);
    const data = isObject(body['data']) ? body['data'] : {};
    const payload = data[intent.kind];
    if (!isObject(payload)) {
      this.#judgeErrors(intent, body['errors']);
      return;
    }
    const { outcome } = payload;
    if (!isOther) intent.lastAnswer = `${String(outcome)} ${codesOf(payload['userErrors']).join()}`;
    if (typeof outcome !== 'string' || !outcomes.has(outcome)) this.#find(intent, `outcome ${String(outcome)}`);
    if (isOther) {
      const codes = codesOf(payload['userErrors']);
      if (!codes.includes('IDEMPOTENCY_KEY_REUSED')) this.#find(intent, `${String(outcome)} with another input`);
      return;
    }
    const made = commits.filter((commit) => commit.intent === intent.name);
    if (outcome === 'REJECTED') {
      const codes = codesOf(payload['userErrors']);
      const isAboutKey = codes.includes('IDEMPOTENCY_KEY_REUSED') || codes.includes('IDEMPOTENCY_IN_PROGRESS');
      if (!isAboutKey && made.length > 0) this.#find(intent, `REJECTED (${codes.join()}), and the CRM has it`);
      return;
    }
    if (outcome !== 'APPLIED' && outcome !== 'REPLAYED') return;
    if (made.length === 0) this.#find(intent, `${outcome}, and the CRM does not have it`);
    const record = Object.values(payload).find((value) => isObject(value) && typeof value['id'] === 'string');
    const id = isObject(record) ? String(record['id']) : null;
    if (id !== null && intent.told !== null && id !== intent.told) this.#find(intent, `told ${id} and ${intent.told}`);
    if (id !== null) intent.told = id;
    intent.isSettled = true;
  }

  /**
   * After all has been asked for: each intent was made once, and callers were told of that one. `cases` are the CRM's.
   * Tasks may stay open: nothing documented reads them.
   */
  checkAll(commits: readonly Commit[], cases: Tenant['cases']): void {
    for (const intent of this.#all) {
      const made = commits.filter((commit) => commit.intent === intent.name);
      if (made.length > 1) this.#find(intent, `duplicate: written ${made.length} times`);
      const mayStayOpen = intent.kind === 'createTask' || (made.length === 0 && couldBeAnyOf(intent, cases));
      if (!intent.isSettled && !mayStayOpen) this.#find(intent, `never settled, at last ${intent.lastAnswer}`);
      if (made.length === 0 && intent.told !== null) this.#find(intent, 'phantom');
      const id = made[0]?.id;
      if (id !== undefined && intent.told !== null && id !== intent.told) this.#find(intent, 'swapped');
    }
  }

  #judgeErrors({ name }: Intent, errors: unknown): void {
    const all = Array.isArray(errors) ? (errors as unknown[]).filter(isObject) : [];
    const codes = all.map(({ extensions }) => (isObject(extensions) ? String(extensions['code']) : ''));
    const isTrouble =
      codes.length > 0 && codes.every((code) => /^UPSTREAM_|^SERVICE_UNAVAILABLE|^OVERLOADED/.test(code));
    if (!isTrouble) this.faults.push(`errors instead of an outcome: ${codes.join()} [writes ${name}]`);
  }

  #find({ name, kind }: Intent, what: string): void {
    this.faults.push(`${kind} ${what} [writes ${name}]`);
  }

  #at(index: number): Intent {
    const intent = this.#all[index];
    if (intent === undefined) throw new RangeError('no such intent');
    return intent;
  }

  #make(index: number, known: { readonly cases: Tenant['cases']; readonly contacts: Tenant['contacts'] }): Intent {
    const { random } = this;
    const name = `intent-${index}`;
    const kinds: readonly Kind[] = ['createCase', 'createContact', 'updateCase', 'updateContact', 'createTask'];
    const kind = random.pick(kinds, true);
    const contact = known.contacts[index % known.contacts.length];
    const changedCase = known.cases[index];
    const changedContact = known.contacts[index];
    const key = { idempotencyKey: `key of ${name}` };
    const made = (input: Json, recordId: string | null = null): Intent => ({
      name,
      kind: recordId === null && kind.startsWith('update') ? 'createContact' : kind,
      input: { ...key, ...input },
      recordId,
      told: null,
      isSettled: false,
      lastAnswer: '',
    });
    const person = { name: `Persona ${name}`, email: `${random.chance(0.5) ? 'P' : 'p'}ersona.${name}@correo.example` };
    if (kind === 'updateCase' && changedCase)
      return made({ id: changedCase.id, solution: `Hecho ${name}` }, changedCase.id);
    if (kind === 'updateContact' && changedContact) {
      return made({ id: changedContact.id, name: `Persona ${name}` }, changedContact.id);
    }
    if (kind === 'createTask') {
      const dueAt = '2026-12-24T10:00:00Z';
      const subject = { module: 'contacts', id: contact?.id };
      return made({ subject, name: `Llamar ${name}`, priority: 'HIGH', dueAt, ownerUser: 'agent_0@demo' });
    }
    if (kind !== 'createCase') return made(person);
    return made({
      type: 'Request',
      description: `${random.pick(['No funciona', 'Pide información'])} ${name}.`,
      status: 'Abierto',
      priority: 'Media',
      contactEmail: contact?.told['email']?.[0],
      ownerUser: 'agent_0@demo',
      responsibleUser: 'agent_0@demo',
    });
  }
}

/** Whether its contact has a case that tells neither when it was made nor what it says: it could be the intent's own. */
function couldBeAnyOf({ kind, input }: Intent, cases: Tenant['cases']): boolean {
  return (
    kind === 'createCase' &&
    cases.some(
      ({ row, stored }) =>
        stored['contactEmail']?.includes(String(input['contactEmail'])) === true &&
        !/\d{4}/.test(String(row['wolkvox_fecha_creacion'])) &&
        !/[a-z0-9]/i.test(typeof row['description_case'] === 'string' ? row['description_case'] : ''),
    )
  );
}

function codesOf(userErrors: unknown): readonly string[] {
  return (Array.isArray(userErrors) ? (userErrors as unknown[]) : []).filter(isObject).map(({ code }) => String(code));
}
