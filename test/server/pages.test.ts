import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from './startTestApp.js';

const paths = ['/', '/explorer', '/explorer/explorer.js', '/explorer/explorer.css'];

describe('the pages for people, in development', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(async () => {
    await app.close();
  });
  const get = (path: string) => fetch(`${app.origin}${path}`, { redirect: 'manual' });

  test('begin at the explorer', async () => {
    const response = await get('/');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/explorer']);
  });

  test('have an explorer whose files all come from here', async () => {
    const page = await get('/explorer');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
    expect(links.sort()).toEqual(['/explorer/explorer.css', '/explorer/explorer.js', 'data:,']);
    expect(html).not.toMatch(/https?:/);
  });

  test('may load nothing from another host', async () => {
    for (const path of paths.slice(1)) {
      const policy = (await get(path)).headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/^default-src 'self'; /);
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src/);
    }
  });

  test('are 2 MB at most', async () => {
    const sizes = await Promise.all(
      paths.slice(1).map(async (path) => (await (await get(path)).arrayBuffer()).byteLength),
    );
    expect(Math.min(...sizes)).toBeGreaterThan(300);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(2_000_000);
  });

  test('are read, not written to', async () => {
    const response = await fetch(`${app.origin}/explorer`, { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('lead from Sandbox to the explorer, by a link and where Sandbox cannot be loaded', async () => {
    const response = await fetch(app.url, { headers: { accept: 'text/html' } });
    const html = await response.text();
    expect(html).toContain('<a href="/explorer">');
    expect(html).toContain("onerror = () => location.replace('/explorer')");
    expect(response.headers.get('content-security-policy')).toMatch(
      /^script-src 'sha256-[\w+/=]+' https:\/\/embeddable-sandbox\.cdn\.apollographql\.com; style-src 'sha256-/,
    );
  });
});

describe('the pages for people, in production', () => {
  test.each(paths)('are not there: %s', async (path) => {
    const app = await startTestApp({
      environment: { NODE_ENV: 'production', ROUTER_SECRET: 'a-router-secret-of-tests' },
    });
    const ask = async (at: string) => {
      const response = await fetch(`${app.origin}${at}`, { headers: { 'x-request-id': 'the-same' } });
      return [response.status, await response.text()];
    };
    expect(await ask(path)).toEqual(await ask('/nothing-is-here'));
    expect((await ask(path))[0]).toBe(404);
    await app.close();
  });
});
