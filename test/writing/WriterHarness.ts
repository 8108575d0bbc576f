import type { CallContext } from '../../src/model/CallContext.js';
import type { Json, JsonObject } from '../../src/model/Json.js';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import type { JournalStore } from '../../src/store/JournalStore.js';
import { createWriter, type JournaledWriter, type WriterOptions } from '../../src/writing/createWriter.js';
import type { Attachment, Intent, WriteResult } from '../../src/writing/Writer.js';
import { FakeClock } from '../support/FakeClock.js';
import { FakeCrm } from './FakeCrm.js';

/** A writer, the CRM behind it, and time; `restart` is a new process on the same journal. */
export class WriterHarness {
  readonly clock = new FakeClock();
  readonly crm = new FakeCrm(this.clock);
  written = 0;
  readonly troubles: unknown[] = [];
  /** What the observer was told, in words. */
  readonly told: string[] = [];
  /** Every answer that the observer was told of. */
  readonly ended: string[] = [];
  writer: JournaledWriter;
  #processes = 0;

  constructor(
    readonly store: JournalStore = new InMemoryJournalStore(),
    private readonly options: Partial<WriterOptions> = {},
  ) {
    this.writer = this.restart();
  }

  /** Another process; the old one goes on if it is still in use. */
  restart(options: Partial<WriterOptions> = {}): JournaledWriter {
    this.#processes += 1;
    this.writer = createWriter({
      client: this.crm,
      journal: this.store,
      clock: this.clock,
      tenant: 'demo',
      token: 'token',
      holder: `process-${this.#processes}`,
      onWritten: () => {
        this.written += 1;
      },
      onTrouble: (error) => this.troubles.push(error),
      observer: {
        ended: ({ mutation, result }) => this.ended.push(`${mutation} ${result?.outcome ?? 'FAILED'}`),
        settled: ({ as }) => this.told.push(`settled ${as}`),
        staysUnknown: ({ because }) => this.told.push(`stays unknown: ${because}`),
        markerNotKept: () => this.told.push('marker not kept'),
      },
      ...this.options,
      ...options,
    });
    return this.writer;
  }

  call(milliseconds = 10_000, signal = new AbortController().signal): CallContext {
    return { deadlineAt: this.clock.now() + milliseconds, signal, onCall: () => undefined };
  }

  createCase(
    idempotencyKey = 'key-1',
    description = 'Broken.',
    call = this.call(),
    contactEmail = 'ana@example.com',
  ): Promise<WriteResult> {
    return this.writer.createCase(intent(idempotencyKey, { description }), caseDraft(description, contactEmail), call);
  }

  createContact(idempotencyKey = 'key-1', name = 'Ana', email = 'ana@example.com'): Promise<WriteResult> {
    const fields = { name, email, customFields: new Map<string, Json>() };
    return this.writer.createContact(intent(idempotencyKey, { name, email }), fields, this.call());
  }

  createTask(idempotencyKey = 'key-1', description = ''): Promise<WriteResult> {
    const draft = {
      kind: 'TASK' as const,
      subject: { module: 'cases', id: 'subject-1' },
      name: 'Call back',
      status: 'created',
      priority: 'HIGH' as const,
      dueAt: new Date(0),
      remindAt: null,
      description,
      ownerUser: 'agent_1@demo',
    };
    return this.writer.createActivity(intent(idempotencyKey, { description }), draft, this.call());
  }

  updateCase(
    id: string,
    priority: string,
    idempotencyKey = 'key-1',
    ifUnmodifiedSince: Date | null = null,
    attachments: readonly Attachment[] = [],
  ): Promise<WriteResult> {
    const changes = { priority, customFields: new Map<string, Json>(), attachments };
    const change = { id, changes, ifUnmodifiedSince };
    return this.writer.updateCase(intent(idempotencyKey, { id, priority }), change, this.call());
  }

  describeCase(id: string, description: string, idempotencyKey = 'key-1'): Promise<WriteResult> {
    const changes = { description, customFields: new Map<string, Json>(), attachments: [] };
    const change = { id, changes, ifUnmodifiedSince: null };
    return this.writer.updateCase(intent(idempotencyKey, { id, description }), change, this.call());
  }

  updateRecord(module: string, id: string, fields: JsonObject, idempotencyKey = 'key-1'): Promise<WriteResult> {
    const change = { module, id, fields, attachments: [] };
    return this.writer.updateRecord(intent(idempotencyKey, { module, id, fields }), change, this.call());
  }
}

function intent(idempotencyKey: string, input: JsonObject): Intent {
  return { idempotencyKey, input };
}

function caseDraft(description: string, contactEmail: string) {
  return {
    type: 'Request',
    description,
    status: 'Open',
    priority: 'High',
    solution: null,
    contactEmail,
    ownerUser: 'agent_1@demo',
    responsibleUser: 'agent_1@demo',
    customFields: new Map<string, Json>(),
    attachments: [],
  };
}
