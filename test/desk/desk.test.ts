import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { describeWith } from '../support/describeWith.js';
import { launchChromium } from '../support/launchChromium.js';
import { takePicture } from '../support/takePicture.js';
import { type Desk, startDesk } from './startDesk.js';

/** A customer of the demo tenant with many cases and many collection steps. */
const customer = {
  document: '1010087109',
  phone: '9005550011',
  email: 'sofia.cardenas11@example.com',
  name: 'Sofía Cárdenas Núñez',
  id: '',
};

/** A text that the CRM stores. */
function textOf(record: Readonly<Record<string, unknown>> | undefined, key: string): string {
  const value = record?.[key];
  return typeof value === 'string' ? value : '';
}

describeWith('chromium', 'the desk in a browser', () => {
  let emulator: Emulator;
  let desk: Desk;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const mistakes: string[] = [];

  beforeAll(async () => {
    emulator = await startEmulator();
    desk = await startDesk({
      WOLKVOX_BASE_URL: emulator.url,
      WOLKVOX_OPERATION: emulator.operation,
      WOLKVOX_TOKEN: emulator.token,
      WOLKVOX_DAILY_QUOTA: '10000',
      WOLKVOX_ATTEMPT_TIMEOUT_MS: '1000',
      OPERATION_DEADLINE_MS: '2500',
      CACHE_TTL_MS: '100',
      LIVE_INTERVAL_MS: '1000',
      FORMS_MANIFEST: fileURLToPath(new URL('../../examples/desk/forms.json', import.meta.url)),
      TENANT_PROFILE: fileURLToPath(new URL('../../examples/desk/tenant-profile.json', import.meta.url)),
    });
    browser = await launchChromium();
    const record = emulator.records('contacts').find((entry) => entry['idcontact'] === customer.document);
    customer.id = textOf(record, 'wolkvox_id');
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
    await emulator.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({
      locale: 'es-CO',
      timezoneId: 'America/Bogota',
      viewport: { width: 1100, height: 720 },
    });
    page = await context.newPage();
    page.on('pageerror', (error) => mistakes.push(error.message));
    emulator.clearJournal();
  });
  afterEach(async () => {
    emulator.clearFaults();
    await context.close();
    expect(mistakes).toEqual([]);
  });

  const open = (path: string) => page.goto(`${desk.url}#${path}`);
  const sees = (text: string) => page.waitForSelector(`text=${text}`);
  const caseNumbers = () => page.locator('.cases .line a').allTextContents();
  /** Writes that the CRM has stored since the test began. */
  const stored = () => emulator.journal().filter(({ isCommitted }) => isCommitted);
  const fillForm = async (description: string): Promise<void> => {
    await open(`/clientes/${customer.id}/caso-nuevo`);
    await page.selectOption('[name=type]', 'Request');
    await page.selectOption('[name=priority]', 'Alta');
    await page.selectOption('[name=status]', 'Abierto');
    await page.fill('[name=description]', description);
  };
  const mutate = async (query: string, input: object): Promise<unknown> => {
    const response = await fetch(`${desk.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { input: { idempotencyKey: randomUUID(), ...input } } }),
    });
    return response.json();
  };
  /** As another page of the same graph does it; resolves with the case's id. */
  const createCase = async (description: string): Promise<string> => {
    const input = { type: 'Request', status: 'Abierto', priority: 'Alta', description, contactEmail: customer.email };
    const agents = { ownerUser: 'agent_5@demo', responsibleUser: 'agent_5@demo' };
    const mutation = 'mutation ($input: CreateCaseInput!) { createCase(input: $input) { case { id } } }';
    const answer = (await mutate(mutation, { ...input, ...agents })) as {
      readonly data: { readonly createCase: { readonly case: { readonly id: string } } };
    };
    return answer.data.createCase.case.id;
  };
  const updateStatus = (id: string, status: string): Promise<unknown> =>
    mutate('mutation ($input: UpdateCaseInput!) { updateCase(input: $input) { outcome } }', { id, status });
  /** A new case as somebody else stores it in the CRM. */
  const copyOfAnOpenCase = (idPrefijo: string, description: string) => {
    const [like = {}] = emulator.records('cases').filter(({ status }) => JSON.stringify(status).includes('"Abierto"'));
    const rest = Object.entries(like).filter(
      ([key]) => !/^(?:wolkvox_id|wolkvox_fecha_creacion|timeEstimated)$/.test(key),
    );
    return { ...Object.fromEntries(rest), idPrefijo, idCase: idPrefijo, description_case: description };
  };
  const send = () => page.click('button:has-text("Crear caso")');

  test('finds a customer by document, and shows their cases with the newest first, and their collection steps', async () => {
    await open('/');
    await page.fill('input[type=search]', customer.document);
    await page.click('button:has-text("Buscar")');
    await page.click(`.found a:has-text("${customer.name}")`);
    await page.waitForSelector('.cases li');
    await page.waitForSelector('.steps li');
    const times = await page.locator('.cases time').all();
    const dates = await Promise.all(times.map((time) => time.getAttribute('datetime')));
    expect(dates.length).toBeGreaterThan(1);
    expect(dates).toEqual(dates.toSorted().reverse());
    expect(await page.textContent('.quota')).toMatch(/de 10\.000 consultas/);
    await takePicture(page, 'desk-customer');
  });

  test('finds customers by telephone, and says so where there is none', async () => {
    await open('/');
    await page.click('label:has-text("Teléfono")');
    await page.fill('input[type=search]', customer.phone);
    await page.click('button:has-text("Buscar")');
    await page.waitForSelector(`.found a:has-text("${customer.name}")`);
    await page.fill('input[type=search]', '1');
    await page.click('button:has-text("Buscar")');
    await sees('No se encontró ningún cliente.');
  });

  test('shows a case with its history and its files', async () => {
    const record = emulator.records('cases').find(({ files }) => Array.isArray(files) && files.length > 0);
    await open(`/casos/${textOf(record, 'wolkvox_id')}`);
    await page.waitForSelector(`h2:has-text("${textOf(record, 'idPrefijo')}")`);
    await page.waitForSelector('.steps li');
    // Three of the tenant's own fields, under their names and in their types.
    await page.waitForSelector('.tenant-form dd:has-text("$")');
    await takePicture(page, 'desk-case');
    expect(await page.getAttribute('ul a', 'href')).toMatch(/^https:\/\/files\.example\.org\//);
    expect(emulator.journal().filter(({ endpoint }) => endpoint === 'cases/queryCases')).toHaveLength(1);
  });

  test('shows what the CRM stores as text, and runs nothing of it', async () => {
    const [record] = emulator.records('cases');
    const id = textOf(record, 'wolkvox_id');
    emulator.patchRecord('cases', id, {
      description_case:
        '<p>Hola <b>mundo</b></p><img src="x" onerror="document.title = 1"><script>document.title = 2</script>',
    });
    await open(`/casos/${id}`);
    await page.waitForSelector('.description:has-text("Hola mundo")');
    expect(await page.locator('.description img').count()).toBe(0);
    expect(await page.title()).toBe('Mesa de casos');
  });

  test('makes one case of a double click', async () => {
    await fillForm('El equipo no enciende');
    emulator.setFaults([{ match: { kind: 'create' }, fault: { type: 'delay', ms: 400 } }]);
    await page.evaluate(`for (let i = 0; i < 3; i += 1) document.querySelector('form.new-case').requestSubmit()`);
    await sees('Guardado.');
    await page.click('.notice.done a');
    await page.waitForSelector('.description:has-text("El equipo no enciende")');
    expect(stored()).toHaveLength(1);
  });

  test('attaches files, and tells before anything is sent that they are too large', async () => {
    await fillForm('Adjunta el soporte de pago');
    await page.setInputFiles('[name=files]', [
      { name: 'grande.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2 * 1024 * 1024 + 1, 1) },
    ]);
    await sees('Los archivos pesan demasiado');
    expect(await page.isDisabled('button:has-text("Crear caso")')).toBe(true);
    await page.setInputFiles('[name=files]', [
      { name: 'factura.txt', mimeType: 'text/plain', buffer: Buffer.from('noviembre') },
    ]);
    await send();
    await sees('Guardado.');
    await page.click('.notice.done a');
    await page.waitForSelector('h3:has-text("Archivos") + ul a');
    expect(stored()).toHaveLength(1);
  });

  test('keeps asking with the same key: offline, then unknown, then settled, and one case', async () => {
    await fillForm('No llegó la factura de noviembre');
    await context.setOffline(true);
    await send();
    await sees('No hay conexión con el servidor.');
    expect(emulator.journal().filter(({ endpoint }) => endpoint === 'cases/insertAttach')).toEqual([]);
    // The CRM takes the case in, but tells nobody, and shows it only some seconds later.
    emulator.setFaults([{ match: { kind: 'create' }, fault: { type: 'blackHole' }, commitAfterMs: 4_000 }]);
    await context.setOffline(false);
    await sees('El CRM no confirmó el caso.');
    await takePicture(page, 'desk-checking');
    await page.waitForSelector('.notice.done');
    await page.click('.notice.done a');
    await page.waitForSelector('.description:has-text("No llegó la factura de noviembre")');
    expect(stored()).toHaveLength(1);
  });

  test('says why the CRM refused a case, and sends the corrected one as a new decision', async () => {
    await fillForm('Pide copia del contrato');
    await page.fill('[name=agent]', 'nadie@demo');
    await send();
    await sees('El CRM rechazó los datos.');
    expect(stored()).toEqual([]);
    await page.fill('[name=agent]', 'agent_7@demo');
    await send();
    await sees('Guardado.');
    expect(stored()).toHaveLength(1);
  });

  test('shows what changes as it changes: a case of this graph, one of somebody else, and one that leaves the queue', async () => {
    await open('/cola');
    await page.waitForSelector('.badge.live');
    await page.waitForSelector('.cases li >> nth=9');
    const before = await caseNumbers();
    const id = await createCase('El pedido llegó incompleto');
    await page.waitForSelector('.cases li:first-child:has-text("El pedido llegó incompleto")');
    emulator.insertRecord('cases', copyOfAnOpenCase('QUE-26112721451208217', 'Cobro doble en noviembre'));
    await page.waitForSelector('.cases li:has-text("Cobro doble en noviembre")');
    await takePicture(page, 'desk-queue');
    expect((await caseNumbers()).slice(2, 12)).toEqual(before);
    await updateStatus(id, 'En proceso');
    await page.waitForSelector('.cases li:has-text("El pedido llegó incompleto")', { state: 'detached' });
    expect((await caseNumbers()).slice(1, 11)).toEqual(before);
  });

  test('joins pages without doubles while new cases come in', async () => {
    await open('/cola');
    await page.waitForSelector('.cases li >> nth=9');
    const first = await caseNumbers();
    for (const number of ['1', '2', '3']) emulator.insertRecord('cases', copyOfAnOpenCase(`NEW-${number}`, 'Nuevo'));
    await page.waitForTimeout(200);
    await page.locator('.cases li').last().scrollIntoViewIfNeeded();
    await page.waitForSelector('.cases li >> nth=19');
    const all = await caseNumbers();
    expect(all.slice(0, first.length)).toEqual(first);
    expect(new Set(all).size).toBe(all.length);
    // Nothing was left out between the two pages either.
    const newest = emulator
      .records('cases')
      .filter((record) => JSON.stringify(record['status']).includes('"Abierto"'))
      .sort((a, b) => textOf(b, 'wolkvox_id').localeCompare(textOf(a, 'wolkvox_id')))
      .map((record) => textOf(record, 'idPrefijo'))
      .filter((number) => !number.startsWith('NEW-'));
    expect(all.slice(0, 20)).toEqual(newest.slice(0, 20));
  });

  test('says which part of a list could not be read', async () => {
    emulator.setFaults([
      {
        match: { endpoint: 'cases/queryCases' },
        times: null,
        fault: { type: 'setFields', fields: { timeEstimated: 'mañana' } },
      },
    ]);
    await open(`/clientes/${customer.id}`);
    await sees('Un campo no se pudo leer y se muestra vacío.');
    expect(await page.locator('.cases li').count()).toBeGreaterThan(5);
  });

  test('shows labelled rows of before while the CRM is down, and what is missing says why', async () => {
    await open(`/clientes/${customer.id}`);
    await page.waitForSelector('.cases li');
    await page.waitForSelector('.steps li');
    const before = await caseNumbers();
    await page.waitForTimeout(200);
    emulator.setFaults([{ times: null, fault: { type: 'refuse' } }]);
    await page.reload();
    await sees('Estos datos pueden estar desactualizados: el CRM no responde.');
    await page.waitForSelector('.columns section >> nth=1 >> text=Datos de hace');
    await takePicture(page, 'desk-stale');
    expect(await caseNumbers()).toEqual(before);
    await open('/clientes/65e636203c6ef3620100000d');
    await sees('No hay conexión con el CRM.');
    emulator.clearFaults();
    // The subgraph lets the CRM rest for a moment before it asks again.
    while (!(await page.isVisible('.cases li'))) {
      if (await page.isVisible('button:has-text("Reintentar")'))
        await page.click('button:has-text("Reintentar") >> nth=0');
      await page.waitForTimeout(300);
    }
  });

  test('says that the day’s calls are spent', async () => {
    emulator.setCallsToday(1_000_000);
    await open('/clientes/65e7db693c6ef3620100000f');
    await sees('Se acabaron las consultas al CRM por hoy.');
  });
});
