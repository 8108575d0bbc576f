import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startTestApp, type TestApp } from './startTestApp.js';

/**
 * What the audit suite would like otherwise, and why it is so. It is for old clients that an operation that cannot run is
 * 200 when plain JSON is asked for; here it is 400 for everybody so that no cache or monitor takes it for a success.
 */
const declined = new Map([
  ['572B', 'SHOULD use 200 status code on document parsing failure when accepting application/json'],
  ['FDE2', 'SHOULD use 200 status code on document validation failure when accepting application/json'],
  ['7B9B', 'SHOULD use a status code of 200 on variable coercion failure when accepting application/json'],
]);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.close();
});

test.each(serverAudits({ url: () => app.url }).map((audit) => [audit.id, audit.name, audit] as const))(
  'audit %s: %s',
  async (id, name, audit) => {
    const result = await audit.fn();
    // The suite leaves the bodies of its responses unread, and with them their connections.
    if ('response' in result && !result.response.bodyUsed) await result.response.body?.cancel();
    if (result.status === 'ok') expect(declined.has(id)).toBe(false);
    else expect([id, name]).toEqual([id, declined.get(id) ?? `to pass, but: ${result.reason}`]);
  },
);
