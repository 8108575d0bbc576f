import { expect } from '@jest/globals';
import { type Emulator, type FaultRule, type JournalEntry, scalarText, startEmulator } from 'wolkvox-emulator';
import { startSubgraph, type GraphQLResponse, type Subgraph } from './startSubgraph.js';

/** What came of one operation that met faults. */
export interface Trial {
  readonly status: number;
  readonly data: unknown;
  readonly errors: NonNullable<GraphQLResponse['body']['errors']>;
  /** `extensions.code` of every error. */
  readonly codes: readonly unknown[];
  readonly ms: number;
  /** What the emulator received meanwhile. */
  readonly calls: readonly JournalEntry[];
}

/** Ids of records that exist, distinct. */
export interface KnownRecords {
  readonly caseIds: readonly string[];
  readonly contactIds: readonly string[];
}

export const oneCase = 'query ($id: ID!) { case(id: $id) { id caseNumber } }';
export const oneContact = 'query ($id: ID!) { contact(id: $id) { id name } }';

/** The built subgraph over an emulator in this process, whose faults a test chooses for each operation. */
export class FaultedSubgraph {
  private constructor(
    readonly emulator: Emulator,
    readonly subgraph: Subgraph,
    readonly known: KnownRecords,
    private readonly ownsEmulator: boolean,
  ) {}

  /** With the times of every day, which a machine that stands still for a second keeps; `settings` replace any. */
  static async start(
    settings: Readonly<Record<string, string>> = {},
    sharedEmulator: Emulator | null = null,
  ): Promise<FaultedSubgraph> {
    const emulator = sharedEmulator ?? (await startEmulator());
    const subgraph = await startSubgraph(emulator, settings);
    const idsOf = (module: string): string[] =>
      emulator
        .records(module)
        .slice(0, 40)
        .map((record) => scalarText(record['wolkvox_id']) ?? '');
    const known = { caseIds: idsOf('cases'), contactIds: idsOf('contacts') };
    return new FaultedSubgraph(emulator, subgraph, known, sharedEmulator === null);
  }

  /** The id of a case; another one for each number. */
  caseId(nth = 0): string {
    return this.known.caseIds[nth] ?? '';
  }

  contactId(nth = 0): string {
    return this.known.contactIds[nth] ?? '';
  }

  /** Runs one operation while these faults are on, and takes them off again. */
  async meet(
    faults: readonly FaultRule[],
    document: string = oneCase,
    variables: Readonly<Record<string, unknown>> = { id: this.caseId() },
  ): Promise<Trial> {
    const { emulator, subgraph } = this;
    const before = emulator.journal().at(-1)?.id ?? 0;
    emulator.setFaults(faults);
    const startedAt = performance.now();
    try {
      const { status, body } = await subgraph.query(document, variables);
      const ms = performance.now() - startedAt;
      const errors = body.errors ?? [];
      const codes = errors.map(({ extensions }) => extensions['code']);
      return { status, data: body.data, errors, codes, ms, calls: emulator.journal(before) };
    } finally {
      emulator.clearFaults();
    }
  }

  /**
   * The process lives and the next requests are answered with the records they ask for. Five successes after each
   * trial also keep the breaker closed, which opens when half of all attempts fail. Where attempts are cut short, a
   * machine that stands still for a moment makes one late: then `tries` says how often to ask.
   */
  async expectHealth(tries = 1): Promise<void> {
    const ids = this.known.caseIds.slice(5, 10);
    const fields = ids.map((_, index) => `c${index}: case(id: $i${index}) { id }`).join(' ');
    const declared = ids.map((_, index) => `$i${index}: ID!`).join(' ');
    const { status, body } = await this.subgraph.query(
      `query (${declared}) { ${fields} }`,
      Object.fromEntries(ids.map((id, index) => [`i${index}`, id])),
    );
    const isOnlyLate = body.errors?.every(({ extensions }) => extensions['code'] === 'UPSTREAM_TIMEOUT') === true;
    if (isOnlyLate && tries > 1) return this.expectHealth(tries - 1);
    expect({ status, ...body }).toEqual({
      status: 200,
      data: Object.fromEntries(ids.map((id, index) => [`c${index}`, { id }])),
    });
  }

  /** A figure of `/metrics`, summed over its labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.subgraph.origin}/metrics`)).text();
    const lines = text.split('\n').filter((line) => new RegExp(`^${name}(?:\\{| )`).test(line));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  async close(): Promise<void> {
    await this.subgraph.stop();
    if (this.ownsEmulator) await this.emulator.close();
  }
}
