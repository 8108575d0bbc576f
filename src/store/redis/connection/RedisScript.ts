import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Lua script as it is sent to Redis: by its hash, and in full to a server that does not know it yet. */
export interface RedisScript {
  readonly text: string;
  readonly hash: string;
}

/**
 * Reads a script from its files beside the module: `loadScript('replaceEntry.lua', import.meta.url)`. Of several files, the
 * first ones hold what their scripts have in common.
 */
export function loadScript(fileNames: string | readonly string[], moduleUrl: string): RedisScript {
  const text = [fileNames].flat().map((name) => readFileSync(new URL(name, moduleUrl), 'utf8'));
  return { text: text.join(''), hash: createHash('sha1').update(text.join('')).digest('hex') };
}
