import type { TenantShape } from './TenantShape.js';

/** Whether the CRM finds a stored text by a value, in the way of the tenant. */
export function isFoundBy(stored: string, value: string, matching: TenantShape['matching']): boolean {
  const [found, wanted] = [stored.trim(), value.trim()];
  switch (matching) {
    case 'exact':
      return found === wanted;
    case 'foldCase':
      return found.toLowerCase() === wanted.toLowerCase();
    case 'foldAccents':
      return withoutAccents(found) === withoutAccents(wanted);
    case 'partial':
      return found.toLowerCase().includes(wanted.toLowerCase());
  }
}

/** A text without letter case and accents. */
export function withoutAccents(text: string): string {
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
