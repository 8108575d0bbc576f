import type { Resolvers } from '../__generated__/resolvers.js';
import { Activity } from './Activity.js';
import { ActivitySubject } from './ActivitySubject.js';
import { Case } from './Case.js';
import { CaseChange } from './CaseChange.js';
import { CollectionGestion } from './CollectionGestion.js';
import { Company } from './Company.js';
import { ActivityConnection, CaseConnection, CollectionGestionConnection } from './connections.js';
import { Contact } from './Contact.js';
import { Mutation } from './Mutation/index.js';
import { Owner } from './Owner.js';
import { Query } from './Query/index.js';
import { Subscription } from './Subscription/index.js';
import { Base64 } from './scalars/Base64.js';
import { DateTime } from './scalars/DateTime.js';
import { EmailAddress } from './scalars/EmailAddress.js';
import { JSONObject, JSONValue } from './scalars/Json.js';

export { ID } from './scalars/ID.js';

/** Everything that answers the schema. Fields without a resolver are properties of what their parent resolved to. */
export const resolvers: Resolvers = {
  Activity,
  ActivityConnection,
  ActivitySubject,
  Base64,
  Case,
  CaseChange,
  CaseConnection,
  CollectionGestion,
  CollectionGestionConnection,
  Company,
  Contact,
  DateTime,
  EmailAddress,
  JSON: JSONValue,
  JSONObject,
  Mutation,
  Owner,
  Query,
  Subscription,
};
