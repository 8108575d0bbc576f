import type { CustomField } from '../model/CustomField.js';
import type { Json } from '../model/Json.js';
import { isUnreadable, type TellsUnreadable } from '../model/unreadable.js';
import type { FormField } from './FormsManifest.js';
import { readValue } from './typing/fieldTypes.js';
import { isEmptyValue, type TenantTools, unreadable } from './typing/Kind.js';

/** A record's own fields by their names in the graph, each in its type. */
export interface FormView extends TellsUnreadable {
  /** The name of its type in the graph. */
  readonly __typename: string;
}

const state = Symbol('state');
/** In the place of a value that nobody has read yet. */
const unread = Symbol('unread');

interface ViewState {
  /** What is stored for each field, by its place; undefined where there is nothing. */
  readonly stored: readonly (Json | undefined)[];
  readonly values: unknown[];
}

/** Where a label's value goes: the field's place, and how far the label is from the present one. */
interface LabelPlace {
  readonly place: number;
  readonly age: number;
}

/**
 * Makes the forms of one type, as views on what a record stores under the fields' labels: a value is read when somebody
 * asks for it, once. What does not fit its type is null, and known by `isUnreadable`. The fields are accessors of the
 * prototype: `Object.create(view)` puts something beside them.
 */
export function defineForm(
  typeName: string,
  fields: readonly FormField[],
  tools: TenantTools,
): (own: readonly CustomField[], recordType: string | null) => FormView {
  const places = new Map(fields.map(({ field }, place) => [field, place]));
  const labels = labelPlaces(fields);
  const nothingRead: readonly unknown[] = fields.map(() => unread);

  class Form implements FormView {
    readonly [state]: ViewState;

    constructor(
      own: readonly CustomField[],
      readonly formType: string | null,
    ) {
      this[state] = { stored: storedByPlace(own, labels, fields.length), values: nothingRead.slice() };
    }

    get __typename(): string {
      return typeName;
    }

    [isUnreadable](field: string): boolean {
      const place = places.get(field);
      return place !== undefined && valueAt(this[state], place) === unreadable;
    }
  }

  function valueAt({ stored, values }: ViewState, place: number): unknown {
    const known = values[place];
    if (known !== unread) return known;
    const [found, field] = [stored[place], fields[place]];
    const value = found === undefined || field === undefined ? null : readValue(found, field, tools);
    values[place] = value;
    return value;
  }

  fields.forEach(({ field }, place) => {
    Object.defineProperty(Form.prototype, field, {
      enumerable: true,
      get(this: Form) {
        const value = valueAt(this[state], place);
        return value === unreadable ? null : value;
      },
    });
  });
  return (own, recordType) => new Form(own, recordType);
}

function labelPlaces(fields: readonly FormField[]): ReadonlyMap<string, LabelPlace> {
  const places = new Map<string, LabelPlace>();
  for (const [place, { label, formerLabels = [] }] of fields.entries()) {
    for (const [age, name] of [label, ...formerLabels].entries()) places.set(name, { place, age });
  }
  return places;
}

/** A record may carry a field under its present label and under a former one: what is not empty counts, the newest first. */
function storedByPlace(
  own: readonly CustomField[],
  labels: ReadonlyMap<string, LabelPlace>,
  count: number,
): readonly (Json | undefined)[] {
  const stored = new Array<Json | undefined>(count).fill(undefined);
  const ages = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  for (const { label, value } of own) {
    const found = labels.get(label);
    if (found === undefined || isEmptyValue(value) || found.age >= (ages[found.place] ?? 0)) continue;
    stored[found.place] = value;
    ages[found.place] = found.age;
  }
  return stored;
}
