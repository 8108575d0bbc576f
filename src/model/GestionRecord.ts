import type { GestionId } from './ids.js';
import type { OwnerRecord } from './OwnerRecord.js';

/** One step taken to collect a debt. */
export interface GestionRecord {
  readonly id: GestionId;
  readonly recordId: string | null;
  readonly typificationCode: string | null;
  readonly typification: string | null;
  readonly obligation: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerDocumentType: string | null;
  readonly phone: string | null;
  readonly interactionType: string | null;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly campaignId: string | null;
  readonly callId: string | null;
  readonly occurredAt: Date | null;
  readonly origin: string | null;
  readonly createdBy: string | null;
  readonly owner: OwnerRecord | null;
}
