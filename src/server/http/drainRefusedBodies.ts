import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface DrainLimits {
  /** How much of the rest of a body is read before the sender is cut off. */
  readonly maxBytes: number;
  /** A sender that sends nothing for this long is cut off. */
  readonly idleMs: number;
}

/**
 * Reads and throws away what is left of the body of a request that has been answered already, and closes the connection
 * only then. Closed while bytes come in, it would be reset, and the sender would learn of a broken connection instead of
 * what it did wrong. The limit on slow senders goes on to hold.
 */
export function drainRefusedBodies(app: FastifyInstance, limits: DrainLimits): void {
  const wantsClose = new WeakMap<FastifyRequest, boolean>();
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (!request.raw.complete && announcesBody(request)) {
      wantsClose.set(request, !reply.raw.shouldKeepAlive);
      void reply.removeHeader('connection');
      reply.raw.shouldKeepAlive = true;
    }
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    const isLast = wantsClose.get(request);
    if (isLast !== undefined) discardRest(request, isLast, limits);
    done();
  });
}

function announcesBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function discardRest({ raw }: FastifyRequest, isLast: boolean, { maxBytes, idleMs }: DrainLimits): void {
  const { socket } = raw;
  const finish = (): void => {
    if (isLast) socket.end();
  };
  if (raw.complete) {
    finish();
    return;
  }
  let bytesLeft = maxBytes;
  let isIdle = false;
  const giveUp = setTimeout(() => {
    // In a process that stood still bytes may wait to be read: they are heard before the sender counts as idle.
    isIdle = true;
    setImmediate(() => {
      if (isIdle) socket.destroy();
    });
  }, idleMs);
  raw.on('data', (chunk: Buffer) => {
    bytesLeft -= chunk.length;
    isIdle = false;
    giveUp.refresh();
    if (bytesLeft < 0) socket.destroy();
  });
  raw.once('end', finish);
  raw.once('close', () => {
    clearTimeout(giveUp);
  });
}
