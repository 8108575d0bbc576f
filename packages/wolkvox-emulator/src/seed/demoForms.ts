import { jsonObject, type Json, type JsonObject } from '../Json.js';
import type { User } from '../store/User.js';
import { fictionalNumber } from './people.js';

/** A day of 2025 by a record's number: every day above 12 comes up, so that each field's own format can be told. */
function dayOf(index: number): { readonly year: string; readonly month: string; readonly day: string } {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return { year: '2025', month: pad((index % 12) + 1), day: pad((index % 28) + 1) };
}

const pick = <T>(values: readonly T[], index: number): T | undefined => values[index % values.length];
const timeOf = (index: number): string =>
  `${String(8 + (index % 10)).padStart(2, '0')}:${index % 2 === 0 ? '15' : '40'}:00`;

/** `1.234,5`, as amounts are written where the tenant is. */
function amount(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, '.')}${fraction === undefined ? '' : `,${fraction}`}`;
}

/** The fields that claims have beside those of all cases. Empty here and there, as people leave them. */
function claimForm(index: number): readonly (readonly [string, Json])[] {
  const { year, month, day } = dayOf(index);
  return [
    ['Fecha del hecho', index % 9 === 0 ? '' : `${year}-${day}-${month}`],
    ['Cita técnica (fecha y hora)', index % 4 === 0 ? null : `${day}-${month}-${year} ${timeOf(index)}`],
    ['Hora preferida ', timeOf(index)],
    ['E-mail alterno', index % 5 === 0 ? 'n/a' : `alterno${index}@example.org`],
    ['Página / URL', index % 3 === 0 ? '' : `https://www.example.com/pedido/${index}`],
    ['Teléfono de contacto', { country: 'COLOMBIA', code: '57', value: fictionalNumber(index) }],
    ['Otros teléfonos', [{ country: 'CO', code: '+57', value: fictionalNumber(index + 1) }]],
    [
      'Motivos del reclamo',
      index % 2 === 0 ? ['Cobro', 'Calidad'] : [pick(['Cobro', 'Calidad', 'Demora'], index) ?? ''],
    ],
    ['Medio de respuesta', pick(['Correo', 'Carta', 'Llamada'], index) ?? ''],
    ['Observaciones', index % 2 === 0 ? `<p>Pedido <b>${index}</b></p>` : 'Sin novedad.\r\nLlamar.'],
    ['Valor pretendido', `$ ${amount(150_000 + index * 1_250.5)}`],
    ['Cantidad', amount(1_000 + index + 0.5)],
    // A label that differs from one of all cases in letter case, accents and the blank at its end.
    ['NUMERO DE RADICADO', `R-${index}`],
  ];
}

/** The fields of warranties: what the CRM computes, and labels that no programmer would choose. */
function warrantyForm(index: number, users: readonly User[]): readonly (readonly [string, Json])[] {
  const { year, month, day } = dayOf(index);
  const user = pick(users, index);
  const helper = pick(users, index + 1);
  return [
    ['Fecha de compra', `${month}-${day}-${year}`],
    [
      'Productos',
      [{ 'Artículo ': 'Router', 'Cant.': String(1 + (index % 3)), '[A] * [B]': String((1 + (index % 3)) * 90_000) }],
    ],
    ['Total (calculado)', amount((1 + (index % 3)) * 90_000 + 0.5)],
    ['Soportes', [{ name: `foto ${index}.jpg`, url: `https://files.example.org/demo/foto${index}.jpg` }]],
    ['Técnico asignado', user === undefined ? null : { id: user.id, name: user.displayName, mail: user.login }],
    ['Equipo de apoyo', `${user?.login ?? ''}, ${helper?.login ?? ''}`],
    ['Contrato relacionado', [{ id: `6500000000000000000${String(10_000 + index)}`, name: `C-${index}` }]],
    ['N.º aleatorio', `X${String((index * 7_919) % 100_000).padStart(5, '0')}`],
    ['Consecutivo único', `GAR-${String(index).padStart(6, '0')}`],
    ['🙏', pick(['sí', 'no'], index) ?? ''],
    ['Número de radicado', String(index)],
    ['constructor', 'Constructora Andina'],
    ['id', String(index)],
    ['true', 'verdadero'],
    ['¿'.repeat(150) + '?'.repeat(150), 'larga'],
    // Nobody can be written to under these; a few records have them all the same.
    ...(index % 10 === 0
      ? ([
          ['__proto__', 'x'],
          ['', 'sin etiqueta'],
        ] as const)
      : []),
  ];
}

/** The fields of two types of case, of every type of field that the vendor has; none for other types. */
export function typedForm(typeName: string, index: number, users: readonly User[]): JsonObject {
  if (typeName === 'Claims') return jsonObject(claimForm(index));
  return typeName === 'Garantía extendida' ? jsonObject(warrantyForm(index, users)) : {};
}

/** The further fields of contacts. */
export function typedContactFields(index: number): JsonObject {
  const { year, month, day } = dayOf(index);
  return jsonObject([
    ['Fecha de ingreso', `${day}-${month}-${year}`],
    ['Última visita', index % 6 === 0 ? '' : `${year}-${month}-${day} ${timeOf(index)}`],
    ['Correo alterno ', index % 4 === 0 ? '' : `contacto${index}@example.org`],
    ['Celular 2', index % 3 === 0 ? '' : `+57 ${fictionalNumber(index)}`],
    ['Intereses', index % 2 === 0 ? 'Fibra, Televisión' : (pick(['Fibra', 'Móvil', 'Televisión'], index) ?? '')],
    ['constructor', 'no'],
    ['id', `C${index}`],
  ]);
}
