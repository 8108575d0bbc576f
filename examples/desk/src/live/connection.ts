import { createClient } from 'graphql-ws';
import { useSyncExternalStore } from 'react';

/** Whether changes arrive as they happen. `off`: they do not, for now; the connection is tried again. */
export type Connection = 'connecting' | 'live' | 'off';

const longestPauseMs = 30_000;

let state: Connection = 'connecting';
const listeners = new Set<() => void>();
const reconnected = new Set<() => void>();

const become = (next: Connection) => {
  state = next;
  for (const tell of listeners) tell();
};

/** One socket for all subscriptions, opened by the first of them. A lost connection is tried again until it is there. */
export const socketClient = createClient({
  url: () => `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/graphql`,
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) =>
    new Promise((resolve) => {
      setTimeout(resolve, Math.min(1_000 * 2 ** retries, longestPauseMs) * (0.5 + Math.random() / 2));
    }),
  on: {
    connected: (_socket, _payload, wasRetry) => {
      become('live');
      if (wasRetry) for (const tell of reconnected) tell();
    },
    closed: () => become('off'),
  },
});

/** The state of the connection, as it changes. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => state,
  );
}

/** Calls back when a lost connection is there again: what happened meanwhile was not told. Returns how to stop that. */
export function onReconnected(tell: () => void): () => void {
  reconnected.add(tell);
  return () => reconnected.delete(tell);
}
