import type { TenantForms } from '../forms/TenantForms.js';
import type { Loaders } from '../loaders/Loaders.js';
import type { LiveCases } from '../live/LiveCases.js';
import type { CallContext } from '../model/CallContext.js';
import type { Writer } from '../writing/Writer.js';
import type { PriceOperation } from './OperationPrice.js';
import type { WriteRules } from './Mutation/WriteRules.js';

/** What every resolver is given: one per operation, made by the host. */
export interface Context {
  readonly loaders: Loaders;
  readonly writer: Writer;
  readonly writeRules: WriteRules;
  /** The tenant's own fields, typed; null without a manifest. */
  readonly forms: TenantForms | null;
  readonly priceOperation: PriceOperation;
  /** The changes of cases; null where subscriptions are turned off. */
  readonly live: LiveCases | null;
  readonly call: CallContext;
  /** Milliseconds since the epoch; the host's clock. */
  readonly now: () => number;
}
