import { join } from 'node:path';
import type { Page } from 'playwright-core';

/**
 * Takes a picture of what a page shows, where `PICTURES` names a folder for them: those in `docs/images/` are made so.
 * The page is in a state that the test has just waited for.
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
