import {
  edgesDocument,
  entitiesDocument,
  explainDocument,
  gestionesDocument,
  listDocument,
  listsDocument,
  lookUps,
} from './documents.js';
import { expectRecords, isNobody, isSameValue, type Expectation, type Wanted } from './expectation.js';
import { makeFilter, type MadeFilter } from './makeFilter.js';
import { isFoundBy } from './matching.js';
import type { ListPick, Operation } from './operations.js';
import { differences, isObject, OneOf } from './Shown.js';
import type { Tenant, Truth } from './Tenant.js';
import type { VendorServer } from './VendorServer.js';

type Json = Readonly<Record<string, unknown>>;

interface Failure {
  readonly code: string;
  readonly path: string;
}

interface Answer {
  readonly data: Json;
  readonly failures: readonly Failure[];
}

/** A page of a list as the graph answered it. */
interface ListPage {
  readonly nodes: readonly Json[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
  readonly isComplete: boolean;
  readonly calls: number;
  readonly warnings: ReadonlySet<string>;
}

/** What a list is expected to be. */
interface ListExpectation extends Expectation {
  readonly filter: MadeFilter;
  /** The places of the records in the CRM's list; null where the graph has to choose an order of its own. */
  readonly isOrdered: boolean;
  readonly byId: ReadonlyMap<string, Truth>;
}

const mostPages = 14;
/** How long a record may be unseen with the cache on: its time to live and a busy machine's slack. */
const slackMs = 1_500;

/** Carries out operations on one tenant, over HTTP, and compares every answer with what the records of the tenant say. */
export class TenantRun {
  /** What was found to be wrong. */
  readonly faults: string[] = [];
  comparisons = 0;
  #hasGrown = false;
  /** Whether a list of cases with rows was read. */
  #hasShownCases = false;
  #about = '';

  constructor(
    private readonly tenant: Tenant,
    private readonly vendor: VendorServer,
    private readonly url: string,
  ) {}

  /** Carries out one operation; what is wrong with the answers is added to `faults`. */
  async run(operation: Operation): Promise<void> {
    switch (operation.kind) {
      case 'walk':
        return this.#walk(operation.list, operation.grows);
      case 'windows':
        return this.#readWindows(operation.lists);
      case 'lookUps':
        return this.#lookUp(operation.picks);
      case 'entities':
        return this.#resolveEntities(operation.picks);
      case 'edges':
        return this.#readEdges(operation.list);
      case 'gestiones':
        return this.#readGestiones(operation.list);
    }
  }

  async #walk({ conditions, first }: ListPick, grows: boolean): Promise<void> {
    const { tenant } = this;
    const filter = makeFilter(conditions, tenant.cases);
    const startedAtMs = Date.now();
    const expected = this.#expect(tenant.cases, filter, startedAtMs);
    const seen: string[] = [];
    let after: string | null = null;
    let isWhole = true;
    let hasMoved = false;
    for (let number = 1; number <= mostPages; number += 1) {
      const variables = { f: filter.input, n: first, a: after };
      this.#about = `walk page ${number} of ${JSON.stringify(variables)}`;
      const bounds = await this.#explain(variables, filter);
      const callsBefore = this.vendor.calls.length;
      const answer = await this.#ask(listDocument, variables);
      const page = this.#readList(answer, 'cases', expected, { first, offset: null }, tenant.cases);
      if (page === null) return;
      this.#checkPrice(page, bounds, this.vendor.calls.length - callsBefore, filter);
      seen.push(...page.nodes.map(({ id }) => String(id)));
      isWhole &&= page.isComplete || isOnlyInterrupted(page.warnings);
      hasMoved ||= page.warnings.has('LIST_CHANGED_DURING_PAGING');
      if (!page.hasNextPage) {
        this.#checkWalk(seen, expected, isWhole, hasMoved);
        return;
      }
      if (page.endCursor === null) {
        this.#find('hasNextPage without an endCursor');
        return;
      }
      if (page.endCursor === after) {
        this.#find('the list does not get on');
        return;
      }
      after = page.endCursor;
      if (grows) this.#grow();
    }
    this.#checkWalk(seen, expected, false, hasMoved);
    if (isWhole && !hasMoved && !grows) this.#checkOrder(seen, expected, 0);
  }

  /** What was read from the first page on: no doubles, and everything if all pages said that they are whole. */
  #checkWalk(seen: readonly string[], expected: ListExpectation, isWhole: boolean, hasMoved: boolean): void {
    this.comparisons += seen.length;
    if (hasMoved) return;
    const distinct = new Set(seen);
    if (distinct.size !== seen.length) this.#find(`${seen.length - distinct.size} records came twice`);
    if (!isWhole) return;
    const missing = expected.must.filter(({ id }) => !distinct.has(id));
    if (missing.length > 0) this.#find(`${missing.length} of ${expected.must.length} are missing: ${idsOf(missing)}`);
    if (!this.#hasGrown) this.#checkOrder(seen, expected, 0);
  }

  async #readWindows(lists: readonly ListPick[]): Promise<void> {
    const { tenant } = this;
    const made = lists.map(({ conditions, first, offset }) => ({
      first,
      offset,
      filter: makeFilter(conditions, tenant.cases),
    }));
    const variables: Json = Object.fromEntries(
      made.flatMap(({ filter, first, offset }, index): [string, unknown][] => [
        [`f${index}`, filter.input],
        [`n${index}`, first],
        [`o${index}`, offset],
      ]),
    );
    this.#about = `windows ${JSON.stringify(variables)}`;
    const only = made.at(0);
    const bounds =
      made.length === 1 && only !== undefined
        ? await this.#explain({ f: only.filter.input, n: only.first, o: only.offset }, only.filter)
        : null;
    const callsBefore = this.vendor.calls.length;
    const expectations = made.map(({ filter }) => this.#expect(tenant.cases, filter, Date.now()));
    const answer = await this.#ask(listsDocument(made.length), variables);
    const calls = this.vendor.calls.length - callsBefore;
    for (const [index, { filter, first, offset }] of made.entries()) {
      const expected = expectations[index];
      if (expected === undefined) continue;
      const page = this.#readList(answer, `l${index}`, expected, { first, offset }, tenant.cases);
      if (page !== null && bounds !== null) this.#checkPrice(page, bounds, calls, filter);
    }
  }

  async #lookUp(picks: readonly number[]): Promise<void> {
    const asked = picks.map((pick) => this.#pickLookUp(pick));
    const declared = asked.map((_, index) => `$v${index}: ${asked[index]?.type ?? 'ID'}!`).join(', ');
    const fields = asked.map(
      ({ root, argument }, index) => `r${index}: ${root}(${argument}: $v${index}) { ...${root}Parts }`,
    );
    const roots = [...new Set(asked.map(({ root }) => root))];
    const fragments = roots.map((root) => `fragment ${root}Parts on ${typeOf(root)} { ${lookUps[root]} }`);
    const variables = Object.fromEntries(asked.map(({ value }, index) => [`v${index}`, value]));
    this.#about = `look-ups ${JSON.stringify(asked.map(({ root, argument, value }) => [root, argument, value]))}`;
    const answer = await this.#ask(`query (${declared}) { ${fields.join(' ')} } ${fragments.join(' ')}`, variables);
    this.#expectNoFailure(answer);
    for (const [index, { expected }] of asked.entries()) this.#compare(answer.data[`r${index}`], expected, `r${index}`);
  }

  #pickLookUp(pick: number): LookUp {
    const { tenant } = this;
    const truths = { case: tenant.cases, contact: tenant.contacts, activity: tenant.activities };
    const kind = pick % 10;
    const nth = Math.floor(pick / 10);
    const one = (list: readonly Truth[]): Truth | undefined => list[nth % Math.max(1, list.length)];
    switch (kind) {
      case 0:
      case 1:
        return { root: 'case', argument: 'id', type: 'ID', ...byId(one(truths.case), 'id') };
      case 2:
        return { root: 'case', argument: 'caseNumber', type: 'String', ...byId(one(truths.case), 'caseNumber') };
      case 3:
        return { root: 'contact', argument: 'id', type: 'ID', ...byId(one(truths.contact), 'id') };
      case 4:
      case 5: {
        const argument = kind === 4 ? 'email' : 'identification';
        const value = one(truths.contact)?.told[argument]?.[0] ?? 'N/A';
        return { root: 'contact', argument, type: 'String', value, expected: this.#contactsBy(argument, value) };
      }
      case 6:
      case 7: {
        const argument = kind === 6 ? 'id' : 'user';
        const owner = tenant.owners[nth % tenant.owners.length];
        const value = (argument === 'id' ? owner?.id : owner?.user) ?? 'nobody';
        return { root: 'owner', argument, type: kind === 6 ? 'ID' : 'String', value, expected: this.#owner(owner?.id) };
      }
      case 8:
        if (!tenant.shape.areActivitiesReadable) return nobody('case', 'id', 'ID');
        return { root: 'activity', argument: 'id', type: 'ID', ...byId(one(truths.activity), 'id') };
      default:
        return nth % 2 === 0 ? nobody('case', 'id', 'ID') : nobody('contact', 'identification', 'String');
    }
  }

  /** Contacts that share a key are told apart by nobody: any of them will do. */
  #contactsBy(argument: 'email' | 'identification', value: string): unknown {
    const field = argument === 'email' ? 'contactEmail' : 'contactIdentification';
    const { tenant } = this;
    const same = tenant.contacts.filter(({ told }) => told[argument]?.some((text) => isSameValue(field, text, value)));
    const isFound = same.some(({ stored }) =>
      stored[argument]?.some((text) => isFoundBy(text, value, tenant.shape.matching)),
    );
    const shown = same.map((truth) => truth.shown);
    return isFound && !(argument === 'identification' && isNobody(value))
      ? new OneOf(...shown)
      : new OneOf(null, ...shown);
  }

  /** An owner is known from the cases that name it; only those that say so tell that it is no group. */
  #owner(id: string | undefined): unknown {
    const owner = this.tenant.owners.find((one) => one.id === id);
    const isNamed = this.tenant.cases.some(
      ({ stored }) => stored['ownerId']?.includes(id ?? '') === true || stored['responsibleId']?.includes(id ?? ''),
    );
    return owner !== undefined && isNamed ? { ...owner.shown, isGroup: new OneOf(null, false) } : null;
  }

  async #resolveEntities(picks: readonly number[]): Promise<void> {
    const wanted = picks.map((pick) => this.#pickEntity(pick));
    const representations = wanted.map(({ representation }) => representation);
    this.#about = `entities ${JSON.stringify(representations)}`;
    const answer = await this.#ask(entitiesDocument, { r: representations });
    this.#expectNoFailure(answer);
    const found = answer.data['_entities'];
    for (const [index, { expected }] of wanted.entries()) {
      this.#compare(Array.isArray(found) ? (found as unknown[])[index] : undefined, expected, `_entities[${index}]`);
    }
  }

  #pickEntity(pick: number): { readonly representation: Json; readonly expected: unknown } {
    const { tenant } = this;
    const kind = pick % 9;
    const nth = Math.floor(pick / 9);
    const one = (list: readonly Truth[]): Truth | undefined => list[nth % Math.max(1, list.length)];
    const by = (typename: string, truth: Truth | undefined, key: string) => {
      const { value, expected } = byId(truth, key);
      return { representation: { __typename: typename, [key]: value }, expected };
    };
    switch (kind) {
      case 0:
      case 1:
      case 2:
        return by('Case', one(tenant.cases), 'id');
      case 3:
        return by('Case', one(tenant.cases), 'caseNumber');
      case 4:
        return by('Contact', one(tenant.contacts), 'id');
      case 5: {
        const owner = tenant.owners[nth % tenant.owners.length];
        const expected = this.#owner(owner?.id);
        return { representation: { __typename: 'Owner', id: owner?.id }, expected };
      }
      case 6:
        return by('CollectionGestion', one(tenant.gestiones), 'id');
      case 7: {
        const { representation, expected } = by('Activity', one(tenant.activities), 'id');
        if (!isObject(expected) || !tenant.shape.areActivitiesReadable) return { representation, expected: null };
        const { id, kind: activityKind, name } = expected;
        return { representation, expected: { id, kind: activityKind, name } };
      }
      default: {
        const value = one(tenant.contacts)?.told['email']?.[0] ?? 'nobody@correo.example';
        return { representation: { __typename: 'Contact', email: value }, expected: this.#contactsBy('email', value) };
      }
    }
  }

  async #readEdges({ conditions, first, offset }: ListPick): Promise<void> {
    const { tenant } = this;
    const filter = makeFilter(conditions, tenant.cases);
    const variables = { f: filter.input, n: Math.min(first, 10), o: offset % 20 };
    this.#about = `edges ${JSON.stringify(variables)}`;
    const startedAtMs = Date.now();
    const expected = this.#expect(tenant.cases, filter, startedAtMs);
    const answer = await this.#ask(edgesDocument, variables);
    const [page, failed] = [this.#listAt(answer.data['cases']), answer.failures];
    if (page === null) {
      this.#judgeFailures(failed, filter, 'cases');
      return;
    }
    if (failed.length > 0) this.#find(`errors ${JSON.stringify(failed)}`);
    const contactsById = new Map(tenant.contacts.map((contact) => [contact.id, contact]));
    for (const node of page.nodes) {
      const truth = expected.byId.get(String(node['id']));
      if (truth === undefined) {
        this.#find(`a stranger: ${String(node['id'])}`);
        return;
      }
      this.#checkActivities(node['activities'], truth.id);
      const contact = contactsById.get(truth.stored['contactId']?.[0] ?? '');
      if (contact === undefined) {
        this.#compare(node['contact'], null, `contact of ${truth.id}`);
        continue;
      }
      this.#compare(
        node['contact'],
        { ...contact.shown, owner: new OneOf(null, { name: 'api' }) },
        `contact of ${truth.id}`,
      );
      if (isObject(node['contact'])) this.#checkEdgesOfContact(node['contact'], contact, startedAtMs);
    }
  }

  #checkEdgesOfContact(node: Json, contact: Truth, startedAtMs: number): void {
    const { tenant } = this;
    const filter: MadeFilter = { input: {}, wanted: [{ field: 'contactId', values: [contact.id] }] };
    const cases = this.#expect(tenant.cases, filter, startedAtMs);
    const page = this.#listAt(node['cases']);
    if (page === null) this.#find(`the cases of contact ${contact.id} are not there`);
    else this.#checkWindow(page, cases, { first: 5, offset: 0 });
    const number = contact.told['identification']?.[0];
    const steps = this.#listAt(node['collectionGestiones']);
    if (steps === null) {
      this.#find(`the steps of contact ${contact.id} are not there`);
      return;
    }
    const hasNone = number === undefined || isNobody(number);
    const wanted: Wanted[] = [{ field: 'customerId', values: hasNone ? [] : [number] }];
    const expected = this.#expect(tenant.gestiones, { input: {}, wanted }, startedAtMs);
    this.#checkNodes(steps.nodes, expected, 'collectionGestiones');
    this.#checkWindow(steps, expected, { first: 10, offset: 0 });
  }

  #checkActivities(value: unknown, subjectId: string): void {
    const { tenant } = this;
    if (!tenant.shape.areActivitiesReadable) {
      this.#compare(value, null, `activities of ${subjectId}`);
      return;
    }
    const page = this.#listAt(value);
    if (page === null) {
      this.#find(`the activities of ${subjectId} are not there`);
      return;
    }
    const wanted: Wanted[] = [{ field: 'subjectId', values: [subjectId] }];
    const expected = this.#expect(tenant.activities, { input: {}, wanted }, Date.now());
    this.#checkNodes(page.nodes, expected, 'activities');
    this.#checkWindow(page, expected, { first: 10, offset: 0 });
  }

  async #readGestiones({ conditions, first, offset }: ListPick): Promise<void> {
    const { tenant } = this;
    const filter = makeFilter(conditions, tenant.gestiones);
    const variables = { f: filter.input, n: first, o: offset % 40 };
    this.#about = `gestiones ${JSON.stringify(variables)}`;
    const expected = this.#expect(tenant.gestiones, filter, Date.now());
    const answer = await this.#ask(gestionesDocument, variables);
    this.#readList(answer, 'collectionGestiones', expected, { first, offset: offset % 40 }, tenant.gestiones);
  }

  /** Adds cases at the end of the CRM's list, or at its beginning where it lists the newest first. */
  #grow(): void {
    const { tenant, vendor } = this;
    this.#hasGrown = true;
    for (let count = 1 + (vendor.calls.length % 3); count > 0; count -= 1) {
      const truth = tenant.nextCase(Date.now());
      if (tenant.shape.rowOrder === 'newestFirst') tenant.cases.unshift(truth);
      else tenant.cases.push(truth);
    }
  }

  #expect(records: readonly Truth[], filter: MadeFilter, nowMs: number): ListExpectation {
    const { tenant } = this;
    const { cacheTtlMs } = tenant.shape;
    const { must, may } = expectRecords(tenant, records, filter.wanted);
    const oldestMs = cacheTtlMs === 0 ? nowMs : nowMs - cacheTtlMs - slackMs;
    const hasSeveral = filter.wanted.some((one) => 'values' in one && one.values.length > 1);
    return {
      must: must.filter(({ addedAtMs }) => addedAtMs <= oldestMs),
      may,
      filter,
      isOrdered: !hasSeveral && records.every(({ addedAtMs }) => addedAtMs <= oldestMs),
      byId: new Map(records.map((truth) => [truth.id, truth])),
    };
  }

  async #explain(variables: Json, filter: MadeFilter): Promise<Price | null> {
    const answer = await this.#ask(explainDocument, variables);
    const plan = answer.data['explainCases'];
    if (!isObject(plan)) {
      this.#judgeFailures(answer.failures, filter, 'explainCases');
      return null;
    }
    this.#expectNoFailure(answer);
    const max = plan['maxUpstreamCalls'];
    const { shape } = this.tenant;
    // What pages are like is found out by reading them: nobody can tell the price of that beforehand.
    const arePagesKnown = shape.pageLength === null || String(plan['description']).includes('pageLength');
    const isUsual = shape.depthLimit === null && shape.rowKilobytes === 0;
    const isSure = isUsual && arePagesKnown && this.#hasShownCases && !this.#hasGrown;
    return { min: Number(plan['minUpstreamCalls']), max: isSure && typeof max === 'number' ? max : null };
  }

  #checkPrice(page: ListPage, bounds: Price | null, received: number, { wanted }: MadeFilter): void {
    const { shape } = this.tenant;
    if (page.calls !== received) this.#find(`upstreamCalls is ${page.calls}, the CRM received ${received}`);
    const values = wanted.map((one) => ('values' in one ? one.values.length : 1));
    if (bounds !== null && bounds.max !== null && received > bounds.max) {
      this.#find(`${received} calls, explained with at most ${bounds.max}`);
    }
    if (bounds !== null && shape.cacheTtlMs === 0 && received < bounds.min) {
      this.#find(`${received} calls, explained with at least ${bounds.min}`);
    }
    if (wanted.length < 2) return;
    // The last page to be read may have to be read in parts; and by which date the CRM lists is proved once.
    const parts = shape.rowKilobytes === 0 ? 0 : 9;
    const proof = wanted.some(({ field }) => field === 'createdAt') ? 2 : 0;
    const most = Math.max(shape.scanLimitCalls, ...values) + 1 + parts + proof;
    if (received > most) this.#find(`${received} calls with a scan limit of ${shape.scanLimitCalls}`);
  }

  /** Reads and checks one list of an answer; null where it is not there, which is judged as well. */
  #readList(
    answer: Answer,
    key: string,
    expected: ListExpectation,
    window: { readonly first: number; readonly offset: number | null },
    records: readonly Truth[],
  ): ListPage | null {
    const page = this.#listAt(answer.data[key]);
    const failed = answer.failures.filter(({ path }) => path === key || path.startsWith(`${key}.`) || path === '');
    if (page === null) {
      this.#judgeFailures(failed, expected.filter, key);
      return null;
    }
    if (failed.length > 0) this.#find(`errors in a list that is there: ${JSON.stringify(failed)}`);
    if (records === this.tenant.cases && page.nodes.length > 0) this.#hasShownCases = true;
    // What was added while it was read may be there.
    const now = this.#expect(records, expected.filter, Date.now());
    this.#checkNodes(page.nodes, { ...now, must: expected.must }, key);
    const { first, offset } = window;
    this.#checkWindow(page, { ...now, must: expected.must }, { first, offset });
    this.#checkResult(answer.data[key], { ...page, offset: offset ?? 0 }, now, expected);
    return page;
  }

  #checkNodes(nodes: readonly Json[], expected: ListExpectation, about: string): void {
    for (const [index, node] of nodes.entries()) {
      const truth = expected.byId.get(String(node['id']));
      if (truth === undefined || !expected.may.has(truth.id)) {
        this.#find(`${about} has a stranger: ${String(node['id'])}`);
        continue;
      }
      this.#compare(node, withOverdue(truth), `${about}[${index}]`);
    }
  }

  #checkWindow(
    { nodes, isComplete, hasNextPage, warnings }: ListPage,
    expected: ListExpectation,
    { first, offset }: { readonly first: number; readonly offset: number | null },
  ): void {
    this.comparisons += 1;
    const seen = nodes.map(({ id }) => String(id));
    if (nodes.length > first) this.#find(`${nodes.length} records, asked for ${first}`);
    if (new Set(seen).size !== seen.length) this.#find('a record comes twice');
    if (!isComplete && warnings.size === 0) this.#find('not complete, and no warning says why');
    if (offset === null || !isComplete || warnings.has('LIST_CHANGED_DURING_PAGING')) return;
    const [fewest, most] = [expected.must.length, expected.may.size].map((all) =>
      Math.min(first, Math.max(0, all - offset)),
    );
    if (seen.length < (fewest ?? 0) || seen.length > (most ?? 0)) {
      this.#find(`${seen.length} records, called complete; ${String(fewest)} to ${String(most)} are right`);
    }
    if (!hasNextPage && offset + seen.length < expected.must.length && offset <= expected.must.length) {
      this.#find(`no next page after ${offset + seen.length} of ${expected.must.length}`);
    }
    this.#checkOrder(seen, expected, offset);
  }

  #checkOrder(seen: readonly string[], expected: ListExpectation, offset: number): void {
    if (!expected.isOrdered || expected.may.size !== expected.must.length) return;
    const right = expected.must.map(({ id }) => id).slice(offset, offset + seen.length);
    if (right.join() === seen.join()) return;
    this.#find(`not in the CRM's order: ${seen.slice(0, 4).join()} … is not ${right.slice(0, 4).join()} …`);
  }

  #checkResult(
    value: unknown,
    page: ListPage & { readonly offset: number },
    now: ListExpectation,
    before: ListExpectation,
  ): void {
    this.comparisons += 1;
    const { shape } = this.tenant;
    const list = isObject(value) ? value : {};
    const result = isObject(list['result']) ? list['result'] : {};
    const total = list['totalCount'];
    if ((total === null) === (result['totalCountIsExact'] === true))
      this.#find('totalCount and totalCountIsExact differ');
    if (typeof total === 'number' && (total < before.must.length || total > now.may.size)) {
      this.#find(`totalCount ${total}, right is ${before.must.length} to ${now.may.size}`);
    }
    if (shape.cacheTtlMs === 0 && result['freshness'] !== 'LIVE')
      this.#find(`freshness ${String(result['freshness'])}`);
    const ageMs = Date.now() - Date.parse(String(result['fetchedAt']));
    if (!(ageMs >= -1 && ageMs < 60_000)) this.#find(`fetchedAt ${String(result['fetchedAt'])}`);
    const unreadable = page.nodes.some(({ id }) => now.byId.get(String(id))?.hasUnreadable === true);
    if (unreadable && !page.warnings.has('FIELD_UNREADABLE'))
      this.#find('a field could not be read, and no warning says so');
    if (
      page.warnings.has('FIELD_UNREADABLE') &&
      page.isComplete &&
      ![...now.byId.values()].some((one) => one.hasUnreadable)
    ) {
      this.#find('FIELD_UNREADABLE, and every field can be read');
    }
    // Where the only page there is comes again, nobody can tell that from a CRM with one page for every question.
    const isOnlyPage = shape.pastEnd === 'lastPage' && !shape.sendsTotals && shape.pageLength !== null;
    const isSteady = !this.#hasGrown && !isOnlyPage && shape.depthLimit === null;
    if (isSteady && page.warnings.has('LIST_CHANGED_DURING_PAGING'))
      this.#find('LIST_CHANGED_DURING_PAGING of a list that nobody changed');
    if (page.warnings.has('SERVED_STALE')) this.#find('SERVED_STALE of a CRM that answers');
    if (!this.#hasGrown && page.isComplete && page.warnings.has('SCAN_LIMIT_REACHED'))
      this.#find('complete, although the scan limit was reached');
  }

  /** A list may fail only where the CRM really refuses every way there is to read it. */
  #judgeFailures(failed: readonly Failure[], { wanted }: MadeFilter, key: string): void {
    const { shape } = this.tenant;
    if (failed.length === 0) {
      this.#find(`${key} is null without an error`);
      return;
    }
    const hasDatesOnly = wanted.some(({ field }) => field === 'createdAt') && !wanted.some((one) => isSearched(one));
    const mayFail = shape.depthLimit !== null || (hasDatesOnly && shape.datesListBy !== 'creation');
    // Once that is known, a span of time is no condition that the CRM can search by.
    const codes = ['UPSTREAM_BAD_RESPONSE', ...(hasDatesOnly ? ['BAD_USER_INPUT'] : [])];
    if (mayFail && failed.every(({ code }) => codes.includes(code))) return;
    this.#find(`${key} failed: ${JSON.stringify(failed)}`);
  }

  #listAt(value: unknown): ListPage | null {
    if (!isObject(value) || !Array.isArray(value['nodes'])) return null;
    const [pageInfo, result] = [value['pageInfo'], value['result']];
    if (!isObject(pageInfo) || !isObject(result) || !Array.isArray(value['edges'])) return null;
    const nodes = (value['nodes'] as unknown[]).filter(isObject);
    const edges = (value['edges'] as unknown[]).filter(isObject);
    const edgeIds = edges.map(({ node }) => (isObject(node) ? node['id'] : null));
    if (edgeIds.join() !== nodes.map(({ id }) => id).join()) this.#find('edges and nodes differ');
    if ((edges[0]?.['cursor'] ?? null) !== pageInfo['startCursor']) this.#find('startCursor is not the first cursor');
    const warnings = Array.isArray(result['warnings']) ? (result['warnings'] as unknown[]).filter(isObject) : [];
    return {
      nodes,
      hasNextPage: pageInfo['hasNextPage'] === true,
      endCursor: typeof pageInfo['endCursor'] === 'string' ? pageInfo['endCursor'] : null,
      isComplete: result['isComplete'] === true,
      calls: Number(result['upstreamCalls']),
      warnings: new Set(warnings.map(({ code }) => String(code))),
    };
  }

  async #ask(query: string, variables: Json): Promise<Answer> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const body: unknown = await response.json();
    const { data, errors } = isObject(body) ? body : {};
    const failures = (Array.isArray(errors) ? (errors as unknown[]).filter(isObject) : []).map((error) => ({
      code: isObject(error['extensions']) ? String(error['extensions']['code']) : '',
      path: Array.isArray(error['path']) ? error['path'].join('.') : '',
      message: String(error['message']),
    }));
    if (response.status !== 200) this.#find(`HTTP ${response.status}: ${JSON.stringify(failures)}`);
    for (const { code } of failures) if (code === 'INTERNAL_SERVER_ERROR') this.#find(code);
    return { data: isObject(data) ? data : {}, failures };
  }

  #expectNoFailure({ failures }: Answer): void {
    if (failures.length > 0) this.#find(`errors ${JSON.stringify(failures)}`);
  }

  #compare(actual: unknown, expected: unknown, path: string): void {
    this.comparisons += 1;
    for (const difference of differences(actual, expected, path)) this.#find(difference);
  }

  #find(what: string): void {
    this.faults.push(`${what} [${this.#about}]`);
  }
}

/** What a list was said to cost; `max` is null where that is not known beforehand. */
interface Price {
  readonly min: number;
  readonly max: number | null;
}

interface LookUp {
  readonly root: keyof typeof lookUps;
  readonly argument: string;
  readonly type: 'ID' | 'String';
  readonly value: string;
  readonly expected: unknown;
}

function nobody(root: LookUp['root'], argument: string, type: LookUp['type']): LookUp {
  const value = argument === 'id' ? '0123456789abcdef01234567' : 'N/A';
  return { root, argument, type, value, expected: null };
}

function byId(truth: Truth | undefined, key: string): { readonly value: string; readonly expected: unknown } {
  if (truth === undefined) return { value: '0123456789abcdef01234567', expected: null };
  return { value: truth.stored[key]?.[0] ?? '', expected: withOverdue(truth) };
}

function typeOf(root: keyof typeof lookUps): string {
  return root.slice(0, 1).toUpperCase() + root.slice(1);
}

function isSearched(one: Wanted): boolean {
  return !['createdAt', 'updatedAt', 'closedAt', 'condition'].includes(one.field);
}

/** Reading stopped at the budget of calls, and goes on behind it. */
function isOnlyInterrupted(warnings: ReadonlySet<string>): boolean {
  return warnings.has('SCAN_LIMIT_REACHED') && !warnings.has('FIELD_UNREADABLE');
}

function idsOf(truths: readonly Truth[]): string {
  return truths
    .slice(0, 3)
    .map(({ id }) => id)
    .join();
}

/** With what the schema says of `isOverdue`, where it is certain. */
function withOverdue(truth: Truth): Json {
  const { shown } = truth;
  const { dueAt, closedAt, status } = shown;
  if (dueAt === null) return { ...shown, isOverdue: null };
  if (typeof dueAt !== 'string') return shown;
  if (typeof closedAt === 'string') return { ...shown, isOverdue: closedAt > dueAt };
  const condition = isObject(status) ? status['condition'] : null;
  const isOpen = condition === 'OPEN' || condition === 'UNKNOWN';
  return isOpen ? { ...shown, isOverdue: Date.parse(dueAt) < Date.now() } : shown;
}
