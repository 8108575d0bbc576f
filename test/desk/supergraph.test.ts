import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { startSupergraph, type Supergraph } from '../federation/startSupergraph.js';
import { describeWith } from '../support/describeWith.js';
import { launchChromium } from '../support/launchChromium.js';
import { type Desk, startDesk } from './startDesk.js';

const contactId = '65f0c6a33c6ef36201000018';

describeWith('chromium', 'the desk over a supergraph', () => {
  describe.each(['apollo', 'hive'] as const)('of %s', (gateway) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'desk-supergraph-'));
    let emulator: Emulator;
    let supergraph: Supergraph;
    let desk: Desk;
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      emulator = await startEmulator();
      supergraph = await startSupergraph({
        SUPERGRAPH_GATEWAY: gateway,
        WOLKVOX_BASE_URL: emulator.url,
        WOLKVOX_OPERATION: emulator.operation,
        WOLKVOX_TOKEN: emulator.token,
        WOLKVOX_DAILY_QUOTA: '10000',
        DATA_DIR: dataDir,
        TENANT_PROFILE: new URL('../../examples/desk/tenant-profile.json', import.meta.url).pathname,
      });
      desk = await startDesk({ GRAPHQL_URL: supergraph.url });
      browser = await launchChromium();
      page = await browser.newPage({ locale: 'es-CO' });
    });
    afterAll(async () => {
      await browser.close();
      await desk.stop();
      await supergraph.stop();
      await emulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    });

    test('lists a customer’s cases and creates one', async () => {
      await page.goto(`${desk.url}#/clientes/${contactId}`);
      await page.waitForSelector('.cases li');
      await page.waitForSelector('.steps li');
      await page.click('text=Caso nuevo');
      await page.selectOption('[name=type]', 'Request');
      await page.selectOption('[name=priority]', 'Alta');
      await page.selectOption('[name=status]', 'Abierto');
      await page.fill('[name=description]', 'A través del supergrafo');
      await page.click('button:has-text("Crear caso")');
      await page.click('.notice.done a');
      await page.waitForSelector('.description:has-text("A través del supergrafo")');
      expect(emulator.journal().filter(({ isCommitted }) => isCommitted)).toHaveLength(1);
    });

    test('follows a queue, or says that it does not', async () => {
      await page.goto(`${desk.url}#/cola`);
      await page.waitForSelector('.cases li');
      if (gateway === 'apollo') {
        // Apollo Gateway has no subscriptions.
        await page.waitForSelector('.badge.off button');
        return;
      }
      await page.waitForSelector('.badge.live');
      const [like = {}] = emulator
        .records('cases')
        .filter(({ status }) => JSON.stringify(status).includes('"Abierto"'));
      const rest = Object.entries(like).filter(([key]) => !/^wolkvox_(?:id|fecha_creacion)$/.test(key));
      emulator.insertRecord('cases', { ...Object.fromEntries(rest), idPrefijo: 'QUE-1', idCase: '1' });
      await page.waitForSelector('.cases li:has-text("QUE-1")');
    });
  });
});
