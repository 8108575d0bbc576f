import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface DrainOptions {
  /** How much of the rest of a body is read before the sender is cut off. */
  readonly maxBytes: number;
  /** A sender that sends nothing for this long is cut off. */
  readonly idleMs: number;
  /** Whether the process ends, so that no connection is kept. */
  readonly isDraining: () => boolean;
}

/** How long the rest of a body is waited for before the answer, when the connection ends with it. */
const smallBodyMs = 100;

/**
 * Decides what becomes of a connection after an answer. The rest of a body whose request has been answered already is read
 * and thrown away, and the connection is closed only then. Closed while bytes come in, it would be reset, and the sender
 * would learn of a broken connection instead of what it did wrong. The limit on slow senders goes on to hold.
 */
export function drainRefusedBodies(app: FastifyInstance, options: DrainOptions): void {
  const wantsClose = new WeakMap<FastifyRequest, boolean>();
  app.addHook('onSend', (request, reply, _payload, done) => {
    const isDraining = options.isDraining();
    const decide = (): void => {
      const isLast = isDraining || !reply.raw.shouldKeepAlive;
      if (isArriving(request)) {
        wantsClose.set(request, isLast);
        keepOpen(reply);
      } else if (isLast) {
        // The caller is told to take another connection, and with it another process, for the next request.
        void reply.header('connection', 'close');
      }
      done();
    };
    // Small bodies are a packet behind their headers: with those the caller can be told that the connection ends.
    if (isDraining && isArriving(request)) void endOf(request, smallBodyMs).then(decide);
    else decide();
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

/** Whether a request announced a body of which not all is here. */
function isArriving({ raw, headers }: FastifyRequest): boolean {
  const announcesBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return announcesBody && !raw.complete;
}

/** Throws away what arrives, and resolves when all has arrived, when the sender is gone, or when the time is over. */
function endOf({ raw }: FastifyRequest, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, withinMs);
    function done(): void {
      clearTimeout(timer);
      raw.off('end', done).off('close', done);
      resolve();
    }
    raw.on('end', done).on('close', done).resume();
  });
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
