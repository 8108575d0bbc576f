import { createHash } from 'node:crypto';

/**
 * What all keys of one tenant begin with. The part in braces puts them on one node of a Redis Cluster; it names nobody:
 * it is a hash of the CRM's address and the tenant's name there.
 */
export function keyPrefix(baseUrl: URL, operation: string): string {
  return `{wolkvox:${keyOwner(baseUrl, operation).slice(0, 16)}}:`;
}

/** Whose the keys under a prefix are: a hash that no two tenants share. */
export function keyOwner(baseUrl: URL, operation: string): string {
  return createHash('sha256').update(`${baseUrl.origin}\n${operation}`).digest('base64url');
}
