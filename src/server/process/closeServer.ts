import type { FastifyInstance } from 'fastify';

/** Enough for an answer to get out; short enough for everything that is put away afterwards. */
const defaultPatienceMs = 1_000;

/**
 * Stops listening and resolves when every connection is closed. Those that are idle are closed at once; those on which a
 * request is still coming in or an answer going out get `patienceMs`. Node stops looking for slow senders as soon as a
 * server closes, so that a request half sent would keep it open for as long as the sender likes.
 */
export async function closeServer(app: FastifyInstance, patienceMs = defaultPatienceMs): Promise<void> {
  const timer = setTimeout(() => {
    app.server.closeAllConnections();
  }, patienceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
