import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../settings/config.js';

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
