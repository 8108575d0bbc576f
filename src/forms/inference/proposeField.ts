import { isJsonList, isJsonObject, type Json } from '../../model/Json.js';
import { foldText } from '../../model/values/comparing.js';
import { isWordForNothing } from '../../model/values/nothing.js';
import { dateFormats, type FormField, numberFormats } from '../FormsManifest.js';
import { FieldNames } from '../naming.js';
import { readValue } from '../typing/fieldTypes.js';
import { plainText, type TenantTools, unreadable } from '../typing/Kind.js';
import { optionsShownBy } from './options.js';
import type { Proposal } from './Proposal.js';
import { proposeScalar } from './proposeScalar.js';

/** A type is proposed when at least this part of the values fits it: people mistype, and a type is not their spelling. */
export const enoughFits = 0.98;

const personalWords =
  /\b(?:nombres?|apellidos?|cedula|documento|identificacion|pasaporte|nacimiento|direccion|domicilio|telefonos?|celular|movil|whatsapp|correo|email|e-mail|firma|genero|sexo|edad|name|surname|birth|address|phone|mobile)\b/;

/**
 * The type that the values under a label show, with its format only where values settle it: it is certain before that. Null where there is nothing
 * to tell it by. What no better type fits is text.
 */
export function proposeField(label: string, values: readonly Json[], tools: TenantTools): Proposal | null {
  const telling = values.filter((value) => !isSilent(value));
  if (telling.length === 0) return null;
  const candidates = [...byStructure(label, telling), ...proposeScalar(label, telling)];
  const proposal =
    candidates.find((candidate) => bestShare(candidate, values, tools) >= enoughFits) ?? textFor(telling);
  const isPersonal = ['e-mail', 'phone', 'phone-list'].includes(proposal.type) || personalWords.test(foldText(label));
  return isPersonal ? { ...proposal, personal: true } : proposal;
}

/** The part of the values that fits a type in the best of the formats that it may have, where none is settled. */
export function bestShare(proposal: Proposal, values: readonly Json[], tools: TenantTools): number {
  const formats = proposal.format === undefined ? (formatsOf[proposal.type] ?? []) : [];
  const inEach = [proposal, ...formats.map((format) => ({ ...proposal, format }))];
  return Math.max(...inEach.map((each) => fitShare(each, values, tools)));
}

const formatsOf: Partial<Record<Proposal['type'], readonly string[]>> = {
  date: dateFormats,
  'date-time': dateFormats,
  number: numberFormats,
  currency: numberFormats,
};

/** Which part of the values a type can read, those that stand for nothing among them. */
export function fitShare(proposal: Proposal, values: readonly Json[], tools: TenantTools): number {
  if (values.length === 0) return 1;
  const field: FormField = { ...proposal, label: '', field: '' };
  return values.filter((value) => readValue(value, field, tools) !== unreadable).length / values.length;
}

function isSilent(value: Json): boolean {
  const text = plainText(value);
  return text !== null && isWordForNothing(text);
}

function textFor(values: readonly Json[]): Proposal {
  const texts = values.flatMap((value) => plainText(value) ?? []);
  const isLong = texts.some((text) => text.length > 250 || /[\r\n]|<\/?[a-z][^<>]*>/i.test(text));
  return { type: isLong ? 'description' : 'text' };
}

/** What the JSON of the values says by itself. */
function byStructure(label: string, values: readonly Json[]): readonly Proposal[] {
  const lists = values.filter(isJsonList);
  const elements = lists.length > values.length / 2 ? lists.flat() : values;
  const objects = elements.filter(isJsonObject);
  if (objects.length <= elements.length / 2) return lists.length > values.length / 2 ? [choices(elements)] : [];
  const has = (...keys: readonly string[]): boolean =>
    objects.every((element) => keys.some((key) => Object.hasOwn(element, key)));
  const isList = lists.length > 0;
  if (has('value') && has('country', 'code')) return [{ type: isList ? 'phone-list' : 'phone' }];
  if (has('value') && has('symbol', 'currency', 'convert')) return [{ type: 'currency', ...numberFormat(objects) }];
  if (has('url')) return [{ type: 'attachments' }];
  if (has('user', 'mail', 'email')) return [{ type: isList ? 'user-list' : 'user' }];
  if (has('id', 'name') && has('name')) return [{ type: 'related' }];
  if (!isList) return [];
  const names = new FieldNames();
  const labels = [...new Set(objects.flatMap((element) => Object.keys(element)))].filter(
    (column) => column.trim() !== '' && column !== '__proto__',
  );
  if (labels.length === 0) return [];
  return [{ type: 'table', columns: labels.map((column) => ({ label: column, field: names.assign(column) })) }];

  function numberFormat(amounts: readonly Json[]): Partial<Proposal> {
    const [money] = proposeScalar(
      label,
      amounts.map((amount) => (isJsonObject(amount) ? (amount['value'] ?? '') : '')),
    );
    return money?.format === undefined ? {} : { format: money.format };
  }
}

function choices(elements: readonly Json[]): Proposal {
  const options = optionsShownBy(elements.flatMap((element) => plainText(element) ?? []));
  return { type: 'multi-select', ...(options !== null && { options }) };
}
