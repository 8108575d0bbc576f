import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config.js';

export type { Logger };

/** Makes the one logger: a line of JSON per event, through the redactor, into `sink`. */
export function createLogger(level: LogLevel, redact: (text: string) => string, sink: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write: (line) => {
        sink.write(redact(line));
      },
    },
  );
}

/** A sink on stdout (1) or stderr (2) that loses nothing when the process ends, and does not care when nobody reads. */
export function processSink(descriptor: 1 | 2): DestinationStream {
  const sink = pino.destination({ dest: descriptor, sync: true });
  sink.on('error', () => undefined);
  return sink;
}
