import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Lua script as it is sent to Redis: by its hash, and in full to a server that does not know it yet. */
export interface RedisScript {
  readonly text: string;
  readonly hash: string;
}

/** Reads a script from its file beside the module: `loadScript('replaceEntry.lua', import.meta.url)`. */
export function loadScript(fileName: string, moduleUrl: string): RedisScript {
  const text = readFileSync(new URL(fileName, moduleUrl), 'utf8');
  return { text, hash: createHash('sha1').update(text).digest('hex') };
}
