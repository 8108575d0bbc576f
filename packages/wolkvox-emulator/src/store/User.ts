import { jsonObject, type JsonObject } from '../Json.js';

/** A user of the CRM, or a group of them. No endpoint lists users; they only show inside records. */
export interface User {
  /** 16 digits. */
  readonly id: string;
  /** Such as `agent_12@demo`; what writes name a user by. */
  readonly login: string;
  readonly displayName: string;
  readonly isGroup: boolean;
}

const fullName = (user: User): string => `${user.displayName} - ${user.login}`;

/** The user as a case's `owner`: its `mail` is the login, not a mailbox. */
export function ownerOf(user: User): JsonObject {
  return { id: user.id, name: fullName(user), mail: user.login };
}

/** The user as a case's `responsible`; `tel` only where given. */
export function responsibleOf(user: User, tel?: JsonObject): JsonObject {
  return jsonObject([
    ['id', user.id],
    ['name', user.isGroup ? user.displayName : fullName(user)],
    ['user', user.login],
    ['mail', user.isGroup ? '' : user.login],
    ['tel', tel],
    ['group', user.isGroup ? user.displayName : false],
  ]);
}

/** The user as `wolkvox_owner` of any other record. */
export function wolkvoxOwnerOf(user: User): JsonObject {
  return { user: user.login, nombre: user.displayName, id: user.id, email: user.login };
}

/** The `wolkvox_owner` of a record that came through the API. */
export const apiOwner: JsonObject = { user: 'api', nombre: 'api', id: 'api', email: 'api' };
