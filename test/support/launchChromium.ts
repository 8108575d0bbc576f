import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Starts the system's Chromium without a window. Its sandbox needs rights that a container does not have. */
export function launchChromium(): Promise<Browser> {
  const file = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find((path) => existsSync(path));
  return chromium.launch({ ...(file !== undefined && { executablePath: file }), args: ['--no-sandbox'] });
}
