import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { LogSink } from '../../../src/server/observability/LogSink.js';

/** A stream whose reader reads when told to. */
function slowStream() {
  const chunks: string[] = [];
  const waiting: (() => void)[] = [];
  let isReading = false;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const take = (): void => {
        chunks.push(chunk.toString());
        done();
      };
      if (isReading) take();
      else waiting.push(take);
    },
  });
  return {
    stream,
    chunks,
    read: () => {
      isReading = true;
      for (const take of waiting.splice(0)) take();
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the sink of log lines', () => {
  test('writes the lines of one turn in one piece', async () => {
    const { stream, chunks, read } = slowStream();
    read();
    const sink = new LogSink({ stream });
    sink.write('one\n');
    sink.write('two\n');
    await turn();
    await turn();
    sink.write('three\n');
    await turn();
    await turn();
    expect(chunks).toEqual(['one\ntwo\n', 'three\n']);
    expect(sink.dropped).toBe(0);
  });

  test('drops what does not fit while nobody reads, and tells how many when somebody does', async () => {
    const { stream, chunks, read } = slowStream();
    const sink = new LogSink({ stream, maxBytes: 20, now: () => Date.UTC(2025, 0, 1) });
    for (let line = 0; line < 10; line += 1) {
      sink.write(`line ${line}\n`);
      await turn();
    }
    expect(sink.dropped).toBe(8);
    read();
    await turn();
    sink.write('later\n');
    await turn();
    await turn();
    expect(chunks.join('')).toBe(
      'line 0\nline 1\n{"level":"warn","time":"2025-01-01T00:00:00.000Z","lines":8,"msg":"log lines dropped"}\nlater\n',
    );
    sink.write('and later\n');
    await turn();
    await turn();
    expect(chunks.join('').match(/dropped/g)).toHaveLength(1);
  });

  test('survives a reader that is gone', async () => {
    const stream = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
      },
    });
    const sink = new LogSink({ stream });
    sink.write('one\n');
    await turn();
    await turn();
    sink.write('two\n');
    await sink.end(1_000);
    expect(sink.dropped).toBe(1);
  });

  test('survives a stream that throws, as one on a full disk does', () => {
    const stream = new Writable();
    stream.write = () => {
      throw new Error('ENOSPC');
    };
    const sink = new LogSink({ stream });
    sink.write('one\n');
    sink.flushSync();
    expect(sink.dropped).toBe(1);
  });

  test('ends when all is written, or when the time is over', async () => {
    const { stream, chunks, read } = slowStream();
    const sink = new LogSink({ stream });
    sink.write('last\n');
    await sink.end(10);
    expect(chunks).toEqual([]);
    const ended = sink.end(60_000);
    read();
    await ended;
    expect(chunks.join('')).toBe('last\n');
  });
});
