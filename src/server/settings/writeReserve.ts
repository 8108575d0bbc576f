import type { WriteReserve } from '../../model/WriteReserve.js';

/** Reads `10%` or `120`; null when it is neither. */
export function parseWriteReserve(text: string): WriteReserve | null {
  const percent = /^(\d{1,3}(?:\.\d{1,3})?)\s*%$/.exec(text.trim())?.[1];
  if (percent !== undefined) return Number(percent) <= 100 ? { fraction: Number(percent) / 100 } : null;
  return /^\d{1,9}$/.test(text.trim()) ? { calls: Number(text) } : null;
}
