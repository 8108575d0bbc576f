import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Reply, sendReply } from '../Reply.js';
import type { ConnectionFault } from './Fault.js';

/** A wait before a reset, so that what was written has reached the caller; resets overtake data. */
const settleMs = 20;

function headOf(reply: Reply, headers: readonly (readonly [string, string])[] = reply.headers): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}\r\n${lines}\r\n`;
}

const without = (reply: Reply, header: string): (readonly [string, string])[] =>
  reply.headers.filter(([name]) => name.toLowerCase() !== header);

/** Runs the step again and again until it says that it is done, or the socket is gone. */
function repeat(socket: Socket, intervalMs: number, step: () => boolean): void {
  const timer = setInterval(() => {
    if (socket.destroyed || !step()) clearInterval(timer);
  }, intervalMs);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

/** A connection that is broken by hand, and the call on it. */
interface Break {
  readonly socket: Socket;
  readonly reply: Reply;
  /** The call is over. Called before the last byte or the hang-up goes out: whoever sees it may call again at once. */
  readonly done: () => void;
}

function hangUp({ socket, done }: Break, how: 'reset' | 'fin'): void {
  done();
  if (how === 'reset') socket.resetAndDestroy();
  else socket.destroySoon();
}

function endWith(call: Break, bytes: Buffer | string, how: 'reset' | 'fin'): void {
  if (how === 'fin') {
    call.done();
    call.socket.write(bytes);
    call.socket.destroySoon();
    return;
  }
  call.socket.write(bytes, () => {
    setTimeout(() => {
      hangUp(call, 'reset');
    }, settleMs);
  });
}

function cut(call: Break, fault: Extract<ConnectionFault, { type: 'cut' }>): void {
  const { reply } = call;
  const head = headOf(reply);
  switch (fault.at) {
    case 'beforeHead':
      hangUp(call, fault.how);
      return;
    case 'midHead':
      endWith(call, head.slice(0, Math.floor(head.length / 2)), fault.how);
      return;
    case 'beforeBody':
      endWith(call, head, fault.how);
      return;
    case 'midBody':
      endWith(call, Buffer.concat([Buffer.from(head), reply.body.subarray(0, reply.body.length >> 1)]), fault.how);
      return;
  }
}

function drip({ socket, reply, done }: Break, fault: Extract<ConnectionFault, { type: 'drip' }>): void {
  const head = headOf(reply);
  const bytes = fault.from === 'head' ? Buffer.concat([Buffer.from(head), reply.body]) : reply.body;
  if (fault.from === 'body') socket.write(head);
  let sent = 0;
  repeat(socket, fault.intervalMs, () => {
    const next = sent + fault.bytes;
    if (next >= bytes.length) done();
    socket.write(bytes.subarray(sent, next));
    sent = next;
    if (sent < bytes.length) return true;
    // Written past Node's own response, the connection cannot be used again.
    socket.destroySoon();
    return false;
  });
}

function wrongLength(call: Break, variant: 'short' | 'long' | 'double'): void {
  const { socket, reply } = call;
  const length = reply.body.length;
  const others = without(reply, 'content-length');
  const lengths = { short: [length >> 1], long: [length + 100], double: [length, length + 7] }[variant];
  const head = headOf(reply, [...others, ...lengths.map((value) => ['Content-Length', String(value)] as const)]);
  const bytes = Buffer.concat([Buffer.from(head), reply.body]);
  // With too short a length the rest stands on the open connection, as if it were the next response.
  if (variant === 'short') socket.write(bytes);
  else endWith(call, bytes, 'fin');
}

function endless(socket: Socket, reply: Reply): void {
  socket.write(headOf(reply, [...without(reply, 'content-length'), ['Transfer-Encoding', 'chunked']]));
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  const pump = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', pump);
  pump();
}

/**
 * Writes to the connection by hand, past Node's own response. `done` is called right before the last byte of an answer
 * or before the hang-up; where neither comes, the call is over when its caller closes the connection.
 */
export function breakConnection(
  fault: ConnectionFault,
  reply: Reply,
  response: ServerResponse,
  done: () => void,
  secondReply: () => Reply,
): void {
  const { socket } = response;
  if (socket === null || socket.destroyed) return;
  const call: Break = { socket, reply, done };
  switch (fault.type) {
    case 'refuse':
      hangUp(call, 'reset');
      return;
    case 'blackHole':
      return;
    case 'silence':
      socket.write(headOf(reply));
      return;
    case 'drip':
      drip(call, fault);
      return;
    case 'cut':
      cut(call, fault);
      return;
    case 'contentLength':
      wrongLength(call, fault.variant);
      return;
    case 'badChunk':
      endWith(
        call,
        `${headOf(reply, [...without(reply, 'content-length'), ['Transfer-Encoding', 'chunked']])}ZZ\r\n${reply.body.toString('latin1')}\r\n0\r\n\r\n`,
        'fin',
      );
      return;
    case 'garbage':
      endWith(call, 'HTP/9 what? \u0000\u0001\r\n\r\nnothing', 'fin');
      return;
    case 'endless':
      endless(socket, reply);
      return;
    case 'unsolicited':
      done();
      response.once('finish', () => {
        setTimeout(() => {
          const second = secondReply();
          if (!socket.destroyed) socket.write(Buffer.concat([Buffer.from(headOf(second)), second.body]));
        }, fault.afterMs);
      });
      sendReply(response, reply);
      return;
    case 'raw': {
      const bytes = fault.text === undefined ? Buffer.from(fault.base64 ?? '', 'base64') : Buffer.from(fault.text);
      if (fault.then === 'keep') socket.write(bytes);
      else endWith(call, bytes, fault.then);
      return;
    }
  }
}

/** The status that reaches the caller; null where none does. */
export function visibleStatus(fault: ConnectionFault, reply: Reply): number | null {
  switch (fault.type) {
    case 'refuse':
    case 'blackHole':
    case 'garbage':
    case 'raw':
      return null;
    case 'cut':
      return fault.at === 'beforeHead' || fault.at === 'midHead' ? null : reply.status;
    case 'silence':
    case 'drip':
    case 'contentLength':
    case 'badChunk':
    case 'endless':
    case 'unsolicited':
      return reply.status;
  }
}
