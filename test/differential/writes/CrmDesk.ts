import { phpJson } from '../phpJson.js';
import type { Random } from '../Random.js';
import { isObject } from '../Shown.js';
import type { Tenant, Truth, WireRow } from '../Tenant.js';
import type { TenantClock } from '../TenantClock.js';
import { refuse, type Reply } from '../VendorServer.js';

type Fields = Readonly<Record<string, unknown>>;

/** A change that the CRM really made. */
export interface Commit {
  /** What the text of the intent was in what was written. */
  readonly intent: string;
  readonly id: string;
}

/** How an answer to a write goes wrong, whether the write was made or not. */
type Face = 'silent' | 'reset' | 'midBody' | 'html' | 'serverError' | 'badJson' | 'blankId';
const faces: readonly Face[] = ['silent', 'reset', 'midBody', 'html', 'serverError', 'badJson', 'blankId'];
const writeScripts = new Set(['cases/insertAttach', 'custom/insert', 'custom/update']);

/** The part of the CRM that writes, and that loses answers at random while `faultPercent` is above nothing. */
export class CrmDesk {
  readonly commits: Commit[] = [];
  faultPercent = 35;
  #made = 0;

  constructor(
    private readonly tenant: Tenant,
    private readonly clock: TenantClock,
    private readonly random: Random,
    private readonly storesSmallLetters: boolean,
  ) {}

  /** Carries out a write, or does not, and answers for it, or does not. */
  readonly handle = (script: string, body: Fields): Reply | null => {
    if (!writeScripts.has(script)) return this.#maybeFailRead();
    const face = this.random.below(100) < this.faultPercent ? this.random.pick(faces) : null;
    // Where the answer says success, the write was made.
    const isMade = face === null || face === 'blankId' || this.random.chance(0.5);
    const id = isMade ? this.#write(script, body) : '';
    if (id === null) return refuse(400);
    return answer(face, id);
  };

  #maybeFailRead(): Reply | null {
    return this.random.below(100) < this.faultPercent / 5 ? { status: 500, body: '<html>500</html>' } : null;
  }

  #write(script: string, body: Fields): string | null {
    const fields = isObject(body['fields']) ? body['fields'] : {};
    if (script === 'custom/update') return this.#update(String(body['module']), String(body['wolkvox-id']), fields);
    const id = this.#newId();
    if (script === 'cases/insertAttach') {
      const contact = this.tenant.contacts.find(({ stored }) => sameMail(stored['email']?.[0], body['contact']));
      if (contact === undefined) return null;
      this.tenant.cases.push(this.#caseOf(id, body, contact));
      this.#note(body['description'], id);
    } else if (body['module'] === 'contacts') {
      this.tenant.contacts.push(this.#contactOf(id, fields));
      this.#note(fields['namecontact'], id);
    } else {
      this.tenant.activities.push(this.#activityOf(id, String(body['type']), fields));
      this.#note(fields['name'], id);
    }
    return id;
  }

  #update(module: string, id: string, fields: Fields): string | null {
    const records = module === 'cases' ? this.tenant.cases : this.tenant.contacts;
    const index = records.findIndex((record) => record.id === id);
    const before = records[index];
    if (before === undefined) return null;
    const changed = { wolkvox_fecha_modificacion: this.#now(), wolkvox_usuario_modificacion: 'API' };
    const row =
      module === 'cases' ? { ...before.row, ...caseRow(fields), ...changed } : { ...before.row, ...fields, ...changed };
    records[index] = { ...before, row };
    this.#note(fields['solution'] ?? fields['namecontact'], id);
    return id;
  }

  #caseOf(id: string, body: Fields, contact: Truth): Truth {
    const row: WireRow = {
      wolkvox_id: id,
      idCase: String(24_521_105_632_900_000 + this.#made),
      idPrefijo: `PET-${24_521_105_632_900_000 + this.#made}`,
      prefix: 'PET',
      caseType: body['case-type'],
      ...caseRow(body),
      priority: { value: 30, name: body['priority'] },
      owner: { id: '5210563214270000', name: `Ana - ${String(body['owner'])}`, mail: body['owner'] },
      responsible: false,
      contactId: contact.id,
      contact: contact.row['namecontact'],
      nameContact: contact.row['namecontact'],
      contactEmail: contact.row['emailcontact'],
      wolkvox_fecha_creacion: this.#now(),
      history: [],
      form: [],
    };
    return truthOf(id, row, this.#now(), { contactEmail: contact.row['emailcontact'], caseNumber: row['idPrefijo'] });
  }

  #contactOf(id: string, fields: Fields): Truth {
    const typed = String(fields['emailcontact']);
    const email = this.storesSmallLetters ? typed.toLowerCase() : typed;
    const row: WireRow = { ...fields, emailcontact: email, wolkvox_id: id, wolkvox_fecha_creacion: this.#now() };
    return truthOf(id, row, this.#now(), { email });
  }

  #activityOf(id: string, type: string, fields: Fields): Truth {
    const row: WireRow = { ...fields, type, wolkvox_id: id, wolkvox_fecha_creacion: this.#now() };
    return truthOf(id, row, this.#now(), { subjectId: fields['id_record'] });
  }

  #note(text: unknown, id: string): void {
    this.commits.push({ intent: /intent-\d+/.exec(String(text))?.[0] ?? 'unknown', id });
  }

  #now(): string {
    return this.clock.show(Date.now());
  }

  #newId(): string {
    this.#made += 1;
    const second = Math.floor(Date.now() / 1000)
      .toString(16)
      .padStart(8, '0');
    return second + (1_000_000 + this.#made).toString(16).padStart(16, '0');
  }
}

function caseRow(fields: Fields): WireRow {
  return {
    ...('description' in fields && { description_case: fields['description'] }),
    ...('status' in fields && { status: { value: 'open', name: fields['status'] } }),
    ...('solution' in fields && { solution: fields['solution'] }),
  };
}

function truthOf(id: string, row: WireRow, createdWall: string, texts: Fields): Truth {
  const stored = { id: [id], ...Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, [String(text)]])) };
  return {
    id,
    row,
    shown: {},
    stored,
    told: stored,
    times: {},
    createdWall,
    modifiedWall: null,
    hasUnreadable: false,
    addedAtMs: Date.now(),
  };
}

function sameMail(stored: string | undefined, given: unknown): boolean {
  return typeof given === 'string' && stored?.toLowerCase() === given.toLowerCase();
}

function answer(face: Face | null, id: string): Reply {
  const success = phpJson({ code: 200, error: 'null', msg: 'Succesfully create record', data: { wolkvox_id: id } });
  switch (face) {
    case null:
      return { status: 200, body: success };
    case 'blankId':
      return { status: 200, body: success.replace(id, ' ') };
    case 'silent':
    case 'reset':
    case 'midBody':
      return { status: 200, body: success, breaks: face };
    case 'html':
      return { status: 502, body: '<html><body>Bad gateway</body></html>' };
    case 'serverError':
      return { status: 500, body: phpJson({ code: '500', error: 'INTERNAL SERVER ERROR', msg: 'error' }) };
    case 'badJson':
      return { status: 200, body: success.slice(0, -4) };
  }
}
