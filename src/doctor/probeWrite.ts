import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CrmProbe } from '../wolkvox/diagnosis/CrmProbe.js';
import { isEmailAddress } from '../model/values/emailAddress.js';
import type { CaseDraft, WolkvoxClient, WriteVerdict } from '../wolkvox/WolkvoxClient.js';
import type { SampleRow } from '../wolkvox/diagnosis/SampleRow.js';
import { type Finding, finding, notTold, type Sentence } from './Finding.js';

export interface WriteProbe {
  /** Creates the case and closes it. */
  readonly client: WolkvoxClient;
  readonly call: CallContext;
  /** Reads the case back, in one call. */
  readonly probe: CrmProbe;
  /** The contact that the case is created for. */
  readonly email: string;
  /** Found again by this text, be the answer lost. */
  readonly marker: string;
  /** The custom field that carries the marker; null: the description does. */
  readonly markerField: string | null;
  readonly sample: readonly SampleRow[];
}

/** Calls that a probe spends: the case is created, read and closed. */
export const callsOfAProbe = 3;

/** Whether a case can be created for what was typed: a contact is named by its e-mail address. */
export const isContactAddress = (typed: string): boolean => isEmailAddress(typed);

/**
 * Creates one case, reads it back and closes it: whether a marker survives, by which lost writes are found again. Says what
 * became of the case whenever it may be left open. Never rejects for the CRM.
 */
export async function probeWrite(attempt: WriteProbe): Promise<Finding> {
  const { client, call, marker } = attempt;
  const draft = draftLike(attempt);
  if (draft === null) return notTold('uniqueMarker', sentences.noModel);
  const verdict = await client.createCase(draft, call);
  if (verdict.kind !== 'applied' || verdict.id === null) return notCreated(verdict, marker);
  const record = await readCase(attempt, verdict.id);
  const isClosed = await closeCase(attempt, verdict.id);
  return judge(attempt, record, isClosed);
}

/** A draft with the words and users of a case that exists, of an open one where there is any; null without one. */
function draftLike({ sample, email, marker, markerField }: WriteProbe): CaseDraft | null {
  const openFirst = [...sample].sort((one, other) => Number(isClosing(one)) - Number(isClosing(other)));
  for (const { record } of openFirst) {
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

const isClosing = ({ condition }: SampleRow): boolean => condition === 'CLOSED';

function notCreated(verdict: WriteVerdict, marker: string): Finding {
  if (verdict.kind === 'refused') {
    return finding('uniqueMarker', 'warn', { seen: sentences.refused(verdict.upstreamCode), do: sentences.askAnother });
  }
  if (verdict.kind === 'notSent') return notTold('uniqueMarker', sentences.notSent);
  return finding('uniqueMarker', 'warn', { seen: sentences.notConfirmed, do: sentences.lookFor(marker) });
}

/** The case as the CRM shows it; null where it cannot be read. */
async function readCase({ probe }: WriteProbe, id: string): Promise<CaseRecord | null> {
  const { rows } = await probe.searchCases({ field: 'id', value: id }, { page: 1, limit: 1 });
  return rows.find((row) => row?.record.id === id)?.record ?? null;
}

/** Gives the case the status of a closed one; false where none is known, or the CRM did not confirm it. */
async function closeCase({ client, call, marker, sample }: WriteProbe, id: string): Promise<boolean> {
  const status = sample.find(isClosing)?.record.status?.name;
  if (status == null) return false;
  const changes = { status, solution: marker, customFields: new Map(), attachments: [] };
  return (await client.updateCase(id, changes, call)).kind === 'applied';
}

function judge({ marker, markerField }: WriteProbe, record: CaseRecord | null, isClosed: boolean): Finding {
  const left = isClosed ? null : sentences.close(marker);
  if (record === null) return finding('uniqueMarker', 'warn', { seen: sentences.notRead, do: left });
  const carrier =
    markerField === null ? record.description : record.customFields.find(({ label }) => label === markerField)?.text;
  if (carrier?.includes(marker) === true) {
    return finding('uniqueMarker', isClosed ? 'ok' : 'warn', { seen: sentences.kept, do: left, value: true });
  }
  const remedy = markerField === null ? sentences.setField : sentences.changeField;
  return finding('uniqueMarker', 'warn', { seen: sentences.lost, do: both(left, remedy), value: false });
}

function both(first: Sentence | null, second: Sentence): Sentence {
  return first === null ? second : { es: `${first.es}; ${second.es}`, en: `${first.en}; ${second.en}` };
}

const sentences = {
  noModel: {
    es: 'ningún caso a mano muestra tipo, estado, prioridad y usuario; no se creó nada',
    en: 'no case at hand shows type, status, priority and user; nothing was created',
  },
  refused: (code: string | null): Sentence => ({
    es: `el CRM rechazó el caso de prueba${code === null ? '' : ` (${code})`}; no se creó nada`,
    en: `the CRM refused the test case${code === null ? '' : ` (${code})`}; nothing was created`,
  }),
  askAnother: {
    es: 'use --probe-write con el correo de un contacto que exista en el CRM',
    en: 'use --probe-write with the address of a contact that the CRM has',
  },
  notSent: {
    es: 'el caso de prueba no salió de esta máquina; no se creó nada',
    en: 'the test case did not leave this machine; nothing was created',
  },
  notConfirmed: { es: 'el CRM no confirmó el caso de prueba', en: 'the CRM did not confirm the test case' },
  lookFor: (marker: string): Sentence => ({
    es: `busque en el CRM un caso con ${marker} y ciérrelo`,
    en: `look in the CRM for a case with ${marker} and close it`,
  }),
  notRead: {
    es: 'el caso de prueba se creó, pero no se pudo leer',
    en: 'the test case was created, but could not be read',
  },
  close: (marker: string): Sentence => ({
    es: `cierre a mano el caso con ${marker}`,
    en: `close the case with ${marker} by hand`,
  }),
  kept: {
    es: 'la marca del caso de prueba se guardó y se leyó',
    en: 'the marker of the test case was stored and read',
  },
  lost: { es: 'la marca del caso de prueba no se guardó', en: 'the marker of the test case was not stored' },
  setField: {
    es: 'ponga en WOLKVOX_MARKER_FIELD un campo propio que el CRM guarde',
    en: 'set WOLKVOX_MARKER_FIELD to a custom field that the CRM stores',
  },
  changeField: {
    es: 'cambie WOLKVOX_MARKER_FIELD por un campo que el CRM guarde',
    en: 'set WOLKVOX_MARKER_FIELD to a field that the CRM stores',
  },
} as const;
