import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface DrainOptions {
  /** How much of the rest of a body is read before the sender is cut off. */
  readonly maxBytes: number;
  /** A sender that sends nothing for this long is cut off. */
  readonly idleMs: number;
  /** Whether the process ends, so that no connection is kept. */
  readonly isDraining: () => boolean;
}

/**
 * Decides what becomes of a connection after an answer. The rest of a body whose request has been answered already is read
 * and thrown away, and the connection is closed only then. Closed while bytes come in, it would be reset, and the sender
 * would learn of a broken connection instead of what it did wrong. The limit on slow senders goes on to hold.
 */
export function drainRefusedBodies(app: FastifyInstance, options: DrainOptions): void {
  const wantsClose = new WeakMap<FastifyRequest, boolean>();
  app.addHook('onSend', (request, reply, _payload, done) => {
    const isLast = options.isDraining() || !reply.raw.shouldKeepAlive;
    if (!request.raw.complete && announcesBody(request)) {
      wantsClose.set(request, isLast);
      keepOpen(reply);
    } else if (isLast) {
      // The caller is told to take another connection, and with it another process, for the next request.
      void reply.header('connection', 'close');
    }
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    const isLast = wantsClose.get(request);
    if (isLast !== undefined) discardRest(request, isLast, options);
    done();
  });
}

/** Keeps Node from closing the connection with the end of the answer. */
function keepOpen(reply: FastifyReply): void {
  void reply.removeHeader('connection');
  // Fastify sets it here once the server closes.
  reply.raw.removeHeader('connection');
  reply.raw.shouldKeepAlive = true;
}

function announcesBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function discardRest({ raw }: FastifyRequest, isLast: boolean, { maxBytes, idleMs }: DrainOptions): void {
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
