import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { describeWith } from '../support/describeWith.js';
import { launchChromium } from '../support/launchChromium.js';
import { takePicture } from '../support/takePicture.js';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

describeWith('chromium', 'the explorer in a browser', () => {
  let emulator: Emulator;
  let subgraph: Subgraph;
  let browser: Browser;
  let page: Page;
  /** Every host that the page asked for something. */
  const hosts = new Set<string>();
  const errors: string[] = [];

  beforeAll(async () => {
    emulator = await startEmulator();
    subgraph = await startSubgraph(emulator, { WOLKVOX_DAILY_QUOTA: '1000' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await subgraph.stop();
    await emulator.close();
  });
  beforeEach(async () => {
    const context = await browser.newContext({ viewport: { width: 1180, height: 720 } });
    page = await context.newPage();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(subgraph.origin);
    await page.waitForSelector('.price strong');
  });

  const price = () => page.textContent('.price');
  const priceBecomes = (text: string) => page.waitForSelector(`.price:has-text("${text}")`);
  /** Replaces the whole text of the editor, key by key. */
  const typeDocument = async (text: string): Promise<void> => {
    await page.click('.graphiql-query-editor .CodeMirror');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(text);
  };

  test('shows the price of the operation while it is typed, and spends no call on it', async () => {
    const before = emulator.callsToday();
    await typeDocument('{ wolkvoxQuota { used } }');
    await priceBecomes('no call');
    await typeDocument('{ case(id: "1") { id } owner(id: "2") { id } }');
    await priceBecomes('1 to 3 calls');
    await typeDocument('{ case(id: "1") { ');
    await priceBecomes('not whole yet');
    await typeDocument('{ nothingLikeThis }');
    await priceBecomes('nothingLikeThis');
    expect(emulator.callsToday()).toBe(before);
  });

  test('prices a list by the variables that it is given', async () => {
    await typeDocument('query ($filter: CaseFilter!) { cases(filter: $filter) { nodes { id } } }');
    await page.click('.graphiql-editor-tool .CodeMirror');
    await page.keyboard.insertText('{"filter":{"status":{"eq":"Abierto"}}}');
    await priceBecomes('1 call');
    expect(await price()).toBe('This operation costs 1 call');
  });

  test('runs an operation, counts its calls, and keeps it in the history', async () => {
    await typeDocument('query Mine { cases(filter: { status: { eq: "Abierto" } }, first: 1) { totalCount } }');
    await priceBecomes('1 call');
    await page.waitForSelector('.quota:has-text("of 1,000 calls left")');
    const left = await page.textContent('.quota');
    await page.click('.graphiql-execute-button');
    await page.waitForSelector('.graphiql-response:has-text("totalCount")');
    await page.waitForSelector(`.quota:not(:has-text("${left ?? ''}"))`);
    await page.click('button[aria-label="Show History"]');
    await page.waitForSelector('.graphiql-history:has-text("Mine")');
  });

  test('tells the price field by field, beside what the operation answered', async () => {
    await typeDocument(`query Customer {
  contact(identification: "1010087109") {
    name
    cases(first: 2, order: NEWEST_FIRST) {
      nodes {
        caseNumber
        status {
          name
        }
      }
    }
    collectionGestiones(first: 2) {
      nodes {
        occurredAt
        typification
      }
    }
  }
}`);
    await priceBecomes('1 to 4 calls');
    await page.click('.price-fields summary');
    await page.click('.graphiql-execute-button');
    await page.waitForSelector('.graphiql-response:has-text("typification")');
    const fields = await page.locator('.price-fields th').allTextContents();
    expect(fields).toEqual(['contact', 'contact.cases', 'contact.collectionGestiones']);
    await takePicture(page, 'explorer');
  });

  test('shows what a subscription is told', async () => {
    await typeDocument('subscription { caseChanges { kind case { description } } }');
    await priceBecomes('0 to 1 call');
    const subscribed = new Promise<void>((resolve) => {
      page.once('websocket', (socket) => {
        socket.on('framesent', ({ payload }) => {
          if (String(payload).includes('caseChanges')) resolve();
        });
      });
    });
    await page.click('.graphiql-execute-button');
    await subscribed;
    const { body } = await subgraph.query(
      'mutation ($input: CreateCaseInput!) { createCase(input: $input) { outcome } }',
      {
        input: {
          idempotencyKey: 'told-to-subscribers',
          ...{ type: 'Request', status: 'Abierto', priority: 'Alta', description: 'Told as it happens' },
          ...{
            contactEmail: 'sofia.cardenas11@example.com',
            ownerUser: 'agent_5@demo',
            responsibleUser: 'agent_5@demo',
          },
        },
      },
    );
    expect(body).toEqual({ data: { createCase: { outcome: 'APPLIED' } } });
    await page.waitForSelector('.graphiql-response:has-text("Told as it happens")');
  });

  test('has the documentation of the schema', async () => {
    await page.click('button[aria-label="Show Documentation Explorer"]');
    await page.click('.graphiql-doc-explorer a:has-text("Query")');
    await page.waitForSelector('.graphiql-doc-explorer:has-text("explainOperation")');
  });

  test('is where a browser without the internet gets from Sandbox', async () => {
    await page.route('https://**', (route) => route.abort());
    await page.goto(subgraph.url);
    await page.waitForURL(`${subgraph.origin}/explorer`);
    await page.waitForSelector('.price strong');
  });

  test('asks no other host for anything, and has no mistakes of its own', () => {
    hosts.delete('embeddable-sandbox.cdn.apollographql.com');
    expect([...hosts]).toEqual([new URL(subgraph.origin).host]);
    expect(errors).toEqual([]);
  });
});
