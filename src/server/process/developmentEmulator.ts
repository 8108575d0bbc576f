import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { UpstreamAddress } from '../settings/config.js';

/** The CRM that stands in while nobody has set a tenant. */
export interface DevelopmentEmulator {
  readonly upstream: UpstreamAddress;
  /** Ends the program and resolves when it is gone. */
  stop(): Promise<void>;
}

const announcement = z.object({
  msg: z.literal('emulator listening'),
  url: z.url(),
  operation: z.string(),
  token: z.string(),
});

/**
 * Starts the emulator on a free port and waits until it listens. It ends with this process, however this process ends:
 * the channel between them closes. Rejects when it ends before it listens.
 */
export async function startDevelopmentEmulator(): Promise<DevelopmentEmulator> {
  // A program of its own: started, never imported. An installation for production need not have it.
  const file = fileURLToPath(import.meta.resolve('wolkvox-emulator/program'));
  const child = spawn(process.execPath, [file], {
    env: { EMULATOR_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const upstream = await new Promise<UpstreamAddress>((resolve, reject) => {
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const address = readAnnouncement(line);
        if (address) resolve(address);
      });
    }
    void exited.then(() => {
      reject(new Error('the emulator ended before it listened'));
    });
  });
  // Neither the child nor the channel to it keeps this process alive.
  child.channel?.unref();
  child.unref();
  return {
    upstream,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

function readAnnouncement(line: string): UpstreamAddress | null {
  try {
    const { url, operation, token } = announcement.parse(JSON.parse(line));
    return { baseUrl: new URL(url), operation, token };
  } catch {
    return null;
  }
}
