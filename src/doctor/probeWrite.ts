import type { CallContext } from '../model/CallContext.js';
import type { CaseDraft, WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import type { SampleRow } from '../wolkvox/diagnosis/SampleRow.js';
import { type Finding, finding, notTold } from './Finding.js';

export interface WriteProbe {
  readonly client: WolkvoxClient;
  readonly call: CallContext;
  /** The contact that the case is created for. */
  readonly email: string;
  /** Found again by this text, be the answer lost. */
  readonly marker: string;
  /** The custom field that carries the marker; null: the description does. */
  readonly markerField: string | null;
  readonly sample: readonly SampleRow[];
}

/** Creates one case, reads it back and closes it: whether a marker survives, by which lost writes are found again. */
export async function probeWrite(probe: WriteProbe): Promise<Finding> {
  const { client, call, marker, markerField, sample } = probe;
  const draft = draftLike(probe);
  if (draft === null) {
    return notTold('uniqueMarker', {
      es: 'ningún caso a mano muestra tipo, estado, prioridad y usuario',
      en: 'no case at hand shows type, status, priority and user',
    });
  }
  const verdict = await client.createCase(draft, call);
  if (verdict.kind !== 'applied' || verdict.id === null) {
    const status = verdict.kind === 'refused' ? (verdict.upstreamCode ?? '') : '';
    return finding('uniqueMarker', 'warn', {
      seen: {
        es:
          verdict.kind === 'refused'
            ? `el CRM rechazó el caso de prueba (${status})`
            : 'el CRM no confirmó el caso de prueba',
        en:
          verdict.kind === 'refused'
            ? `the CRM refused the test case (${status})`
            : 'the CRM did not confirm the test case',
      },
      do: {
        es: `busque en el CRM un caso con ${marker} y ciérrelo`,
        en: `look in the CRM for a case with ${marker} and close it`,
      },
    });
  }
  const { rows } = await client.searchCases({ field: 'id', value: verdict.id }, { page: 1, limit: 1 }, call);
  const record = rows.find((row) => row?.id === verdict.id) ?? null;
  const carrier =
    markerField === null ? record?.description : record?.customFields.find(({ label }) => label === markerField)?.text;
  const closed = sample.find(({ condition }) => condition === 'CLOSED')?.record.status?.name ?? 'closed';
  const noFiles = { customFields: new Map(), attachments: [] };
  const closing = await client.updateCase(verdict.id, { status: closed, solution: marker, ...noFiles }, call);
  const isKept = carrier?.includes(marker) === true;
  const left =
    closing.kind === 'applied'
      ? null
      : { es: `cierre a mano el caso con ${marker}`, en: `close the case with ${marker} by hand` };
  return finding('uniqueMarker', isKept && left === null ? 'ok' : 'warn', {
    seen: isKept
      ? { es: 'la marca del caso de prueba se guardó y se leyó', en: 'the marker of the test case was stored and read' }
      : { es: 'la marca del caso de prueba no se guardó', en: 'the marker of the test case was not stored' },
    do:
      left ??
      (isKept
        ? null
        : {
            es: 'cambie WOLKVOX_MARKER_FIELD por un campo que el CRM guarde',
            en: 'set WOLKVOX_MARKER_FIELD to a field that the CRM stores',
          }),
    value: isKept,
  });
}

/** A draft with the words and users of a case that exists. */
function draftLike({ sample, email, marker, markerField }: WriteProbe): CaseDraft | null {
  for (const { record } of sample) {
    const ownerUser = record.owner?.user ?? null;
    const { type, status, priority } = record;
    if (ownerUser === null || type === null || status?.name == null || priority?.name == null) continue;
    return {
      type: type.name,
      status: status.name,
      priority: priority.name,
      description: markerField === null ? marker : 'wolkvox-crm-subgraph doctor',
      solution: marker,
      contactEmail: email,
      ownerUser,
      responsibleUser: ownerUser,
      customFields: new Map(markerField === null ? [] : [[markerField, marker]]),
      attachments: [],
    };
  }
  return null;
}
