import { randomBytes } from 'node:crypto';
import { createUndiciTransport } from '../http/UndiciTransport.js';
import type { Clock } from '../model/Clock.js';
import { defaultCapabilities } from '../reading/capabilities/CapabilityValues.js';
import { isLoopback } from '../server/settings/serverUrl.js';
import type { DoctorSettings } from '../server/settings/doctorSettings.js';
import { createWolkvoxClient } from '../wolkvox/createWolkvoxClient.js';
import { type CrmProbe, createCrmProbe } from '../wolkvox/diagnosis/CrmProbe.js';
import { TenantZone } from '../wolkvox/TenantZone.js';
import { CallPurse } from '../doctor/CallPurse.js';
import { type Examined, examine } from '../doctor/examine.js';
import { type Finding, finding, findingIds, notReached, notTold } from '../doctor/Finding.js';
import { judgeAddress } from '../doctor/findings/connection.js';
import { callsOfAProbe, probeWrite } from '../doctor/probeWrite.js';
import { notices } from '../doctor/usage.js';

/** The doctor is done by then, whatever the CRM does. */
const longestMs = 19_000;
const attemptTimeoutMs = 3_500;
/** No further question is begun after this. */
const lastQuestionMs = 15_000;
/** The same where a test case is written: so early that it is closed in time, be the last question and all of its calls slow. */
const lastQuestionBeforeWriteMs = longestMs - (1 + callsOfAProbe) * attemptTimeoutMs;
/** The test case is not begun after this. */
const lastWriteMs = longestMs - callsOfAProbe * attemptTimeoutMs;
const maxResponseBytes = defaultCapabilities.maxPageBytes;

export interface DoctorRun {
  readonly settings: DoctorSettings;
  readonly calls: number;
  /** The contact of the test case; null: nothing is written. */
  readonly probeWriteFor: string | null;
  /** Asked once, before the first call: how long somebody thinks about it is not the CRM's time. Not asked where nothing is to be written. */
  readonly mayWrite: () => Promise<boolean>;
  readonly clock: Clock;
}

/** What the doctor found, and what it spent. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly calls: number;
}

/** Examines a tenant. Every question has an answer in the result, be it that it cannot be told. Never rejects for the CRM. */
export async function runDoctor({ settings, ...run }: DoctorRun): Promise<Diagnosis> {
  const { baseUrl, operation, token } = settings;
  const address = judgeAddress(baseUrl, settings.addressProblem);
  const missing: Finding[] = [
    ...(operation === null ? [isMissing('operation', 'WOLKVOX_OPERATION')] : []),
    ...(token === null ? [isMissing('token', 'WOLKVOX_TOKEN')] : []),
  ];
  if (baseUrl === null || operation === null || token === null) {
    return { findings: inOrder([address, ...missing]), calls: 0 };
  }
  const { clock } = run;
  const isAsked = run.probeWriteFor !== null;
  const writesFor = isAsked && (await run.mayWrite()) ? run.probeWriteFor : null;
  const startedAt = clock.now();
  let lastCallMs = writesFor === null ? lastQuestionMs : lastQuestionBeforeWriteMs;
  const isLate = (): boolean => clock.now() - startedAt > lastCallMs;
  const purse = new CallPurse(run.calls, isLate, writesFor === null ? 0 : callsOfAProbe);
  const signal = AbortSignal.timeout(longestMs);
  const transport = createUndiciTransport({ baseUrl, connections: 2, maxResponseBytes, proxyUrl: settings.proxyUrl });
  const timeZone = settings.timeZone ?? defaultCapabilities.timeZone;
  const zones = new Map<string, TenantZone>();
  const zoneOf = (name: string): TenantZone => {
    const zone = zones.get(name) ?? new TenantZone(name);
    zones.set(name, zone);
    return zone;
  };
  try {
    const probe = createCrmProbe({
      operation,
      token,
      timeZone,
      transport,
      attemptTimeoutMs,
      signal,
      onCall: () => {
        purse.spend();
      },
    });
    const examined = await examine({
      probe,
      purse,
      timeZone,
      offsetOf: (zone, at) => zoneOf(zone).toWall(at) - at,
      now: () => new Date(clock.now()),
      isPlain: baseUrl.protocol === 'http:' && isLoopback(baseUrl),
      activitiesSetting: settings.activitiesReadable,
    });
    const marker =
      writesFor === null
        ? notTold('uniqueMarker', isAsked ? notices.declined : notices.notAsked)
        : await tryToWrite(writesFor, probe, examined);
    return { findings: inOrder([address, ...examined.findings, marker]), calls: purse.spent };
  } finally {
    await transport.close();
  }

  async function tryToWrite(email: string, probe: CrmProbe, { sample }: Examined): Promise<Finding> {
    if (operation === null || token === null) return notTold('uniqueMarker', notReached);
    purse.release();
    lastCallMs = lastWriteMs;
    if (!purse.affords(callsOfAProbe)) return notTold('uniqueMarker', notices.tooLittleLeft);
    const client = createWolkvoxClient({
      operation,
      token,
      timeZone,
      transport,
      concurrency: 1,
      requestsPerSecond: null,
      attemptTimeoutMs,
      // Known by now, as far as it can be: not asked again.
      dailyQuota: Number.MAX_SAFE_INTEGER,
      writeReserve: { fraction: 0 },
      attachmentFormat: 'base64',
      clock,
      random: Math.random,
    });
    const call = {
      deadlineAt: startedAt + longestMs,
      signal,
      onCall: () => {
        purse.spend();
      },
    };
    const marker = `[doctor ${randomBytes(6).toString('hex')}]`;
    try {
      return await probeWrite({ client, call, probe, email, marker, markerField: settings.markerField, sample });
    } finally {
      await client.close();
    }
  }
}

function isMissing(id: 'operation' | 'token', name: string): Finding {
  return finding(id, 'fail', {
    seen: { es: `${name} ${notices.missing.es}`, en: `${name} ${notices.missing.en}` },
    do: { es: `ponga ${name}`, en: `set ${name}` },
  });
}

/** One finding for every question, in the report's order. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const byId = new Map(findings.map((each) => [each.id, each]));
  return findingIds.map((id) => byId.get(id) ?? notTold(id, notReached));
}
