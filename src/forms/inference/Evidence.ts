import type { CustomField } from '../../model/CustomField.js';
import type { Json } from '../../model/Json.js';
import { isEmptyValue } from '../typing/Kind.js';

/** What was seen under one label. */
export interface LabelEvidence {
  readonly label: string;
  /** Records that have the label, be it empty. */
  readonly records: number;
  /** The values that are not empty, in the order of the records. */
  readonly values: readonly Json[];
}

/** What was seen in records of one kind: all contacts, or the cases of one type. */
export interface FormEvidence {
  /** The type of case; null for contacts and for cases without one. */
  readonly type: string | null;
  readonly records: number;
  /** By label, in the order in which they were first seen. */
  readonly labels: ReadonlyMap<string, LabelEvidence>;
}

/** Gathers what records show of the tenant's own fields. */
export class Evidence {
  readonly #kinds = new Map<string | null, { records: number; readonly labels: Map<string, Gathered> }>();

  add(type: string | null, fields: readonly CustomField[]): void {
    const kind = this.#kinds.get(type) ?? { records: 0, labels: new Map<string, Gathered>() };
    this.#kinds.set(type, kind);
    kind.records += 1;
    for (const { label, value } of fields) {
      const seen = kind.labels.get(label) ?? { label, records: 0, values: [] };
      kind.labels.set(label, seen);
      seen.records += 1;
      if (!isEmptyValue(value)) seen.values.push(value);
    }
  }

  get records(): number {
    return [...this.#kinds.values()].reduce((sum, { records }) => sum + records, 0);
  }

  /** By type of case, in the order in which they were first seen; without a label that is not the tenant's own. */
  kinds(leftOut: string | null = null): readonly FormEvidence[] {
    return [...this.#kinds].map(([type, { records, labels }]) => ({
      type,
      records,
      labels: new Map([...labels].filter(([label]) => label !== leftOut)),
    }));
  }
}

interface Gathered {
  readonly label: string;
  records: number;
  readonly values: Json[];
}
