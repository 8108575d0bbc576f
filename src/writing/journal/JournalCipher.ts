import { createHmac, hkdfSync } from 'node:crypto';
import type { JsonObject } from '../../model/Json.js';
import { openBytes, sealBytes } from '../../store/sealing.js';
import { canonicalText } from './canonicalText.js';
import { parseEvidence, type RecoveryEvidence } from './RecoveryEvidence.js';

const markerDigits = 8;

/**
 * Keeps callers' keys, inputs and contacts out of the journal's plain text. Keys, inputs and markers are hashed with
 * the store’s own secret, so that they outlive a change of the CRM’s token. Evidence, which has to be read again, is
 * sealed with a key that also needs the token: a copy of the folder alone does not open it, and after a change of
 * token old evidence is merely lost.
 */
export class JournalCipher {
  readonly #sealingKey: Buffer;

  constructor(
    private readonly storeSecret: Buffer,
    token: string,
    private readonly tenant: string,
  ) {
    // The label is part of every journal that exists: another one would open none of them.
    this.#sealingKey = Buffer.from(hkdfSync('sha256', storeSecret, token, 'write journal clue', 32));
  }

  /** The journal's key for one intent: the tenant, the mutation and the caller's key together. */
  journalKey(mutation: string, idempotencyKey: string): string {
    return this.#hash('key', this.tenant, mutation, idempotencyKey.normalize('NFC'));
  }

  /** The same for two inputs only if they mean the same under the same journal key. */
  inputHash(journalKey: string, input: JsonObject): string {
    return this.#hash('input', journalKey, canonicalText(input));
  }

  /** The short marker that a creation carries. It tells nothing of the key. */
  marker(journalKey: string): string {
    return createHmac('sha256', this.storeSecret).update(`marker\0${journalKey}`).digest('hex').slice(0, markerDigits);
  }

  /** Under what name a record that was created is bound to a key. Ids of different modules may be equal. */
  binding(kind: RecoveryEvidence['kind'], recordId: string): string {
    return this.#hash('record', this.tenant, kind, recordId);
  }

  /** A value of a field, to be recognised and not read. */
  valueHash(canonicalValue: string): string {
    return this.#hash('value', canonicalValue).slice(0, 22);
  }

  /** Tells one tenant from another without naming it. */
  tenantHash(): string {
    return this.#hash('tenant', this.tenant);
  }

  seal(evidence: RecoveryEvidence): string {
    return sealWith(this.#sealingKey, Buffer.from(JSON.stringify(evidence), 'utf8'));
  }

  /** The evidence, or null when it was sealed with another token or is no evidence. */
  unseal(sealed: string): RecoveryEvidence | null {
    const opened = openWith(this.#sealingKey, sealed);
    return opened === null ? null : parseEvidence(opened.toString('utf8'));
  }

  #hash(...parts: readonly string[]): string {
    const hash = createHmac('sha256', this.storeSecret);
    // Each part with its length, so that no two lists of parts read the same.
    for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
    return hash.digest('base64url');
  }
}

/** A journal's secret, sealed with the CRM's token for the way from one store to another. */
export function sealSecret(secret: Buffer, token: string): string {
  return sealWith(exportKey(token), secret);
}

/** The secret, or null when it was sealed with another token. */
export function openSecret(sealed: string, token: string): Buffer | null {
  return openWith(exportKey(token), sealed);
}

function exportKey(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'write journal export', 32));
}

function sealWith(key: Buffer, content: Buffer): string {
  return sealBytes(key, content).toString('base64');
}

/** The content, or null when the key is another one or the text was tampered with. */
function openWith(key: Buffer, sealed: string): Buffer | null {
  return openBytes(key, Buffer.from(sealed, 'base64'));
}
