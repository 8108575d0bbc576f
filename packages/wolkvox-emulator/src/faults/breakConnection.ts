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

function endWith(socket: Socket, bytes: Buffer | string, how: 'reset' | 'fin'): void {
  if (how === 'fin') {
    socket.write(bytes);
    socket.destroySoon();
    return;
  }
  socket.write(bytes, () => {
    setTimeout(() => socket.resetAndDestroy(), settleMs);
  });
}

function cut(socket: Socket, reply: Reply, fault: Extract<ConnectionFault, { type: 'cut' }>): void {
  const head = headOf(reply);
  switch (fault.at) {
    case 'beforeHead':
      if (fault.how === 'reset') socket.resetAndDestroy();
      else socket.destroySoon();
      return;
    case 'midHead':
      endWith(socket, head.slice(0, Math.floor(head.length / 2)), fault.how);
      return;
    case 'beforeBody':
      endWith(socket, head, fault.how);
      return;
    case 'midBody':
      endWith(socket, Buffer.concat([Buffer.from(head), reply.body.subarray(0, reply.body.length >> 1)]), fault.how);
      return;
  }
}

function drip(socket: Socket, reply: Reply, fault: Extract<ConnectionFault, { type: 'drip' }>, done: () => void): void {
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

function wrongLength(socket: Socket, reply: Reply, variant: 'short' | 'long' | 'double'): void {
  const length = reply.body.length;
  const others = without(reply, 'content-length');
  const lengths = { short: [length >> 1], long: [length + 100], double: [length, length + 7] }[variant];
  const head = headOf(reply, [...others, ...lengths.map((value) => ['Content-Length', String(value)] as const)]);
  const bytes = Buffer.concat([Buffer.from(head), reply.body]);
  // With too short a length the rest stands on the open connection, as if it were the next response.
  if (variant === 'short') socket.write(bytes);
  else endWith(socket, bytes, 'fin');
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
 * that comes to its end; where none comes, the call is over when the connection closes.
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
  switch (fault.type) {
    case 'refuse':
      socket.resetAndDestroy();
      return;
    case 'blackHole':
      return;
    case 'silence':
      socket.write(headOf(reply));
      return;
    case 'drip':
      drip(socket, reply, fault, done);
      return;
    case 'cut':
      cut(socket, reply, fault);
      return;
    case 'contentLength':
      wrongLength(socket, reply, fault.variant);
      return;
    case 'badChunk':
      endWith(
        socket,
        `${headOf(reply, [...without(reply, 'content-length'), ['Transfer-Encoding', 'chunked']])}ZZ\r\n${reply.body.toString('latin1')}\r\n0\r\n\r\n`,
        'fin',
      );
      return;
    case 'garbage':
      endWith(socket, 'HTP/9 what? \u0000\u0001\r\n\r\nnothing', 'fin');
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
      else endWith(socket, bytes, fault.then);
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
