import { z } from 'zod';
import { caseWriteFields, contactWriteFields, type WriteEffect } from '../../../model/WriteEffect.js';
import { openBytes, sealBytes } from '../../sealing.js';

const shape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('caseCreated'),
    values: z.object({
      type: z.string(),
      status: z.string(),
      priority: z.string(),
      contactEmail: z.string(),
      ownerUser: z.string(),
      responsibleUser: z.string(),
    }),
  }),
  z.object({ kind: z.literal('caseChanged'), id: z.string(), fields: z.array(z.enum(caseWriteFields)) }),
  z.object({
    kind: z.literal('contactCreated'),
    email: z.string().nullable(),
    identification: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('contactChanged'),
    id: z.string(),
    fields: z.array(z.enum(contactWriteFields)),
  }),
  z.object({ kind: z.literal('activityCreated'), subjectId: z.string() }),
  z.object({ kind: z.literal('anything') }),
]);

/** Makes what a write may have changed a text that only processes with the same key can read: it holds addresses. */
export class EffectSeal {
  /** `key`: 32 bytes. */
  constructor(private readonly key: Buffer) {}

  seal(effect: WriteEffect): string {
    return sealBytes(this.key, Buffer.from(JSON.stringify(effect), 'utf8')).toString('base64');
  }

  /** What cannot be read, because another version or another token wrote it, may have changed anything. */
  open(sealed: string): WriteEffect {
    const content = openBytes(this.key, Buffer.from(sealed, 'base64'));
    try {
      return content === null ? { kind: 'anything' } : shape.parse(JSON.parse(content.toString('utf8')));
    } catch {
      return { kind: 'anything' };
    }
  }
}
