import { isBlank } from '../../model/values/blank.js';
import { foldText } from '../../model/values/comparing.js';
import { type CaseTypeForm, caseFields, type FormField, type FormsManifest } from '../FormsManifest.js';
import { FieldNames, toPascalCase } from '../naming.js';
import { formTypeNames } from '../typeNames.js';
import type { TenantTools } from '../typing/Kind.js';
import type { FormEvidence, LabelEvidence } from './Evidence.js';
import { bestShare, enoughFits, fitShare, proposeField } from './proposeField.js';
import type { Proposal } from './Proposal.js';
import { alignShared, newOptions } from './sharedFields.js';

/** What became of one field. */
export interface FieldChange {
  readonly module: 'cases' | 'contacts';
  /** The type of case that has the field by itself; null for a field of all cases and for contacts. */
  readonly type: string | null;
  readonly label: string;
  /** Null for a label that is left to `customFields`. */
  readonly field: string | null;
  readonly kind: 'added' | 'kept' | 'settled' | 'notSeen' | 'left';
  readonly fieldType: FormField['type'] | null;
  /** Records that had a value, of those that were looked at. */
  readonly filled: number;
  readonly records: number;
  /** The part of the values that fits the type, in the best of its formats where none is settled. */
  readonly fits: number;
  /** Whether there are values that only a settled format would let be read. */
  readonly isFormatOpen: boolean;
}

/** A manifest with what evidence adds to it, and what that was. */
export interface MergedManifest {
  readonly manifest: FormsManifest;
  readonly changes: readonly FieldChange[];
}

/** What was seen of a tenant. */
export interface TenantEvidence {
  readonly cases: readonly FormEvidence[];
  readonly contacts: readonly FormEvidence[];
}

/** Types with fewer cases tell nothing about what all cases have. */
const tellingCases = 5;

/**
 * Adds to a manifest what was seen: names it has are kept, whatever happens to labels beside them; fields stay where
 * they are; what was not seen any more is marked and never removed. `schemaTypes` are names that no type may have.
 */
export function mergeManifest(
  before: FormsManifest,
  evidence: TenantEvidence,
  tools: TenantTools,
  schemaTypes: ReadonlySet<string>,
): MergedManifest {
  const merge = new ManifestMerge(before, tools, schemaTypes);
  merge.addCases(evidence.cases);
  merge.addContacts(evidence.contacts);
  return { manifest: merge.manifest(), changes: merge.changes };
}

interface OpenTypeForm {
  readonly type: string;
  readonly name: string;
  readonly fields: FormField[];
}

/** Where a field stands: in the module, and for which type of case. */
type Place = Pick<FieldChange, 'module' | 'type'>;

class ManifestMerge {
  readonly changes: FieldChange[] = [];
  readonly #cases: FormField[];
  readonly #types: OpenTypeForm[];
  readonly #contacts: FormField[];
  readonly #caseNames: FieldNames;
  readonly #contactNames: FieldNames;
  readonly #typeNames: Set<string>;

  constructor(
    private readonly before: FormsManifest,
    private readonly tools: TenantTools,
    schemaTypes: ReadonlySet<string>,
  ) {
    this.#cases = [...before.cases.fields];
    this.#types = before.cases.types.map((form) => ({ ...form, fields: [...form.fields] }));
    this.#contacts = [...before.contacts.fields];
    this.#caseNames = new FieldNames(caseFields(before).map(({ field }) => field));
    this.#contactNames = new FieldNames(before.contacts.fields.map(({ field }) => field));
    this.#typeNames = new Set([...schemaTypes, ...formTypeNames, ...before.cases.types.map(({ name }) => name)]);
  }

  manifest(): FormsManifest {
    const types: readonly CaseTypeForm[] = alignShared(this.#types);
    return { ...this.before, cases: { fields: this.#cases, types }, contacts: { fields: this.#contacts } };
  }

  addContacts(kinds: readonly FormEvidence[]): void {
    const all = together(kinds);
    this.#revise(this.#contacts, all, { module: 'contacts', type: null }, all.records > 0);
    for (const seen of all.labels.values()) {
      if (!isKnown(this.#contacts, seen.label)) {
        this.#add(this.#contacts, this.#contactNames, seen, all.records, { module: 'contacts', type: null });
      }
    }
  }

  addCases(kinds: readonly FormEvidence[]): void {
    const all = together(kinds);
    this.#revise(this.#cases, all, { module: 'cases', type: null }, all.records > 0);
    const none: FormEvidence = { type: null, records: 0, labels: new Map() };
    for (const form of this.#types) {
      const kind = kinds.find(({ type }) => isSameType(type, form.type)) ?? none;
      this.#revise(form.fields, kind, { module: 'cases', type: form.type }, kind.records > 0);
    }
    const telling = kinds.filter(({ records, labels }) => records >= tellingCases && labels.size > 0);
    for (const seen of all.labels.values()) {
      if (isKnown(this.#cases, seen.label)) continue;
      const isOwn = this.#types.some(({ fields }) => isKnown(fields, seen.label));
      const isOfAll = !isOwn && telling.every(({ labels }) => labels.has(seen.label));
      if (isOfAll) this.#add(this.#cases, this.#caseNames, seen, all.records, { module: 'cases', type: null });
      else this.#addToTypes(seen.label, kinds);
    }
  }

  /** A label of some types of case: the same field in all of them, where its values are of the same type. */
  #addToTypes(label: string, kinds: readonly FormEvidence[]): void {
    for (const { type, records, labels } of kinds) {
      const seen = labels.get(label);
      if (seen === undefined) continue;
      const place: Place = { module: 'cases', type };
      const form = this.#types.find((each) => isSameType(type, each.type));
      if (form !== undefined && isKnown(form.fields, label)) continue;
      if (type === null || proposeField(label, seen.values, this.tools) === null) {
        this.#leave(seen, records, place);
        continue;
      }
      const { fields } = form ?? this.#open(type);
      const same = this.#types
        .flatMap((other) => other.fields)
        .find((field) => field.label === label && fitShare(field, seen.values, this.tools) >= enoughFits);
      if (same === undefined) this.#add(fields, this.#caseNames, seen, records, place);
      else {
        fields.push(same);
        this.#tell('added', same, seen, records, place);
      }
    }
  }

  #open(type: string): OpenTypeForm {
    const stem = toPascalCase(type);
    for (let suffix = 1; ; suffix += 1) {
      const name = `${stem}${suffix === 1 ? '' : String(suffix)}Form`;
      if (this.#typeNames.has(name)) continue;
      this.#typeNames.add(name);
      const form: OpenTypeForm = { type, name, fields: [] };
      this.#types.push(form);
      return form;
    }
  }

  #add(fields: FormField[], names: FieldNames, seen: LabelEvidence, records: number, place: Place): void {
    const { label } = seen;
    const isUsable = !isBlank(label) && label !== '__proto__' && label.isWellFormed();
    const proposal = isUsable ? proposeField(label, seen.values, this.tools) : null;
    if (proposal === null) {
      this.#leave(seen, records, place);
      return;
    }
    const field: FormField = { label, field: names.assign(label), ...proposal };
    fields.push(field);
    this.#tell('added', field, seen, records, place);
  }

  /** Settles what was open in known fields, and marks those that were not seen. */
  #revise(fields: FormField[], { records, labels }: FormEvidence, place: Place, wasLookedAt: boolean): void {
    for (const [index, field] of fields.entries()) {
      const known: FormField = { ...field, notSeen: undefined };
      const found = [field.label, ...(field.formerLabels ?? [])].flatMap((label) => labels.get(label) ?? []);
      const values = found.flatMap((each) => each.values);
      const seen = { label: field.label, records: found.length, values };
      if (found.length === 0) {
        if (!wasLookedAt) continue;
        fields[index] = { ...known, notSeen: true };
        this.#tell('notSeen', field, seen, records, place);
        continue;
      }
      const revised = { ...known, ...this.#settle(known, values) };
      fields[index] = revised;
      const isSettled = revised.format !== field.format || revised.options !== field.options;
      this.#tell(isSettled ? 'settled' : 'kept', revised, seen, records, place);
    }
  }

  /** A format that was open, and options that are new. Nothing of what is there is changed. */
  #settle(field: FormField, values: LabelEvidence['values']): Partial<Proposal> {
    const proposal = proposeField(field.label, values, this.tools);
    if (proposal === null || proposal.type !== field.type) return {};
    const format = field.format ?? proposal.format;
    return { ...(format !== undefined && { format }), ...newOptions(field, proposal) };
  }

  #leave(seen: LabelEvidence, records: number, place: Place): void {
    this.changes.push({
      ...place,
      label: seen.label,
      field: null,
      kind: 'left',
      fieldType: null,
      filled: seen.values.length,
      records,
      fits: 1,
      isFormatOpen: false,
    });
  }

  #tell(kind: FieldChange['kind'], field: FormField, { values }: LabelEvidence, records: number, place: Place): void {
    const { label, field: name, type } = field;
    const fits = bestShare(field, values, this.tools);
    this.changes.push({
      ...place,
      label,
      field: name,
      kind,
      fieldType: type,
      filled: values.length,
      records,
      fits,
      isFormatOpen: fitShare(field, values, this.tools) < fits,
    });
  }
}

function isKnown(fields: readonly FormField[], label: string): boolean {
  return fields.some((field) => field.label === label || field.formerLabels?.includes(label) === true);
}

function isSameType(a: string | null, b: string): boolean {
  return a !== null && foldText(a) === foldText(b);
}

/** All kinds as one. */
function together(kinds: readonly FormEvidence[]): FormEvidence {
  const labels = new Map<string, LabelEvidence>();
  for (const kind of kinds) {
    for (const { label, records, values } of kind.labels.values()) {
      const before = labels.get(label) ?? { label, records: 0, values: [] };
      labels.set(label, { label, records: before.records + records, values: [...before.values, ...values] });
    }
  }
  return { type: null, records: kinds.reduce((sum, { records }) => sum + records, 0), labels };
}
