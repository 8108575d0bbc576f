import { toOwnerId } from '../../model/ids.js';
import type { OwnerRecord } from '../../model/OwnerRecord.js';
import { isWordForNothing } from '../../model/values/nothing.js';
import { isNothing } from '../decoding/wire.js';
import type { RowReader } from './RowReader.js';

/** A login, such as `agent_10@operation`: a mailbox would have a dot in its domain. */
const login = /^[^\s@]+@[^\s@.]+$/;

/**
 * A user or group in any of its forms: `{id, name, mail}` on cases, `{user, nombre, id, email}` on other records, the
 * login alone on activities, and PHP's false, null, "" and [] for nobody.
 */
export function readOwner(row: RowReader, key: string): OwnerRecord | null {
  const value = row.raw(key);
  if (isNothing(value)) return null;
  if (typeof value === 'string') return fromText(value.trim());
  // A number long enough to be an id comes as text; a short one is a number.
  if (typeof value === 'number') return fromText(row.text(key) ?? '');
  const owner = row.object(key);
  return owner === null ? row.reportUnreadable(key) : fromObject(owner);
}

function fromText(text: string): OwnerRecord | null {
  if (isWordForNothing(text)) return null;
  const nobody = { id: null, user: null, name: null, email: null, isGroup: null };
  if (/^\d{12,}$/.test(text)) return { ...nobody, id: toOwnerId(text) };
  if (!/\s/.test(text)) return { ...nobody, user: text };
  const { name, suffix } = splitName(text);
  return suffix !== null && login.test(suffix) ? { ...nobody, name, user: suffix } : { ...nobody, name: text };
}

function fromObject(owner: RowReader): OwnerRecord | null {
  const group = owner.object('group');
  const storedName = owner.firstText('name', 'nombre') ?? group?.firstText('name', 'nombre') ?? null;
  const email = owner.address('mail') ?? owner.address('email');
  const storedUser = owner.address('user');
  const { name, suffix } = splitName(storedName);
  const isLogin = suffix !== null && (suffix === email || suffix === storedUser || login.test(suffix));
  const id = owner.reference('id') ?? group?.reference('id') ?? null;
  const user = storedUser ?? (isLogin ? suffix : null) ?? (email !== null && login.test(email) ? email : null);
  const shownName = isLogin ? name : storedName;
  if (id === null && user === null && shownName === null && email === null) return null;
  return { id: id === null ? null : toOwnerId(id), user, name: shownName, email, isGroup: readIsGroup(owner) };
}

/** "Display - login" in its two parts; the suffix is null where there is none. */
function splitName(text: string | null): { readonly name: string | null; readonly suffix: string | null } {
  const at = text?.lastIndexOf(' - ') ?? -1;
  if (text === null || at < 0) return { name: text, suffix: null };
  return { name: text.slice(0, at).trim() || null, suffix: text.slice(at + 3).trim() || null };
}

/** The key `group` is false for a user and names the group otherwise. */
function readIsGroup(owner: RowReader): boolean | null {
  if (!owner.has('group')) return null;
  const value = owner.raw('group');
  if (isNothing(value) || value === 0) return false;
  if (typeof value === 'string') return !['false', '0', 'null', 'no'].includes(value.trim().toLowerCase());
  return true;
}
