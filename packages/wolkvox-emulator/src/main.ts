#!/usr/bin/env node
import { ConfigError, readConfig } from './config.js';
import { startEmulator } from './Emulator.js';

/** The emulator as a program: says in one line of JSON where it listens, and ends on SIGTERM, SIGINT or its parent's end. */
async function main(): Promise<void> {
  const isChild = process.send !== undefined;
  // Nobody may be left to read it.
  process.stdout.on('error', () => undefined);
  const emulator = await startEmulator({ ...readConfig(), onFailure: tellFailure });
  const stop = (): void => {
    void emulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started with a channel to its parent, it must not outlive it, not even one that ended meanwhile.
  if (isChild && !process.connected) {
    stop();
    return;
  }
  if (isChild) process.once('disconnect', stop);
  const { url, operation, token, externalToken } = emulator;
  process.stdout.write(`${JSON.stringify({ msg: 'emulator listening', url, operation, token, externalToken })}\n`);
}

/** A mistake of the emulator's own, with where it happened: its caller learns no more than that. */
function tellFailure(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${JSON.stringify({ msg: 'the emulator failed', reason })}\n`);
}

main().catch((error: unknown) => {
  const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = isPortTaken ? 'EMULATOR_PORT is in use' : error instanceof ConfigError ? error.message : 'failed';
  process.stderr.write(`${JSON.stringify({ msg: 'emulator cannot start', reason })}\n`);
  process.exitCode = 1;
});
