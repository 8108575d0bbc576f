import type { WriteEffect } from '../model/WriteEffect.js';
import type { WriteLog } from '../store/WriteLog.js';
import type { Reader } from './Reader.js';
import { WritesElsewhere } from './WritesElsewhere.js';

/** A reader among replicas: it learns what the others have written before it answers, and tells them what is written here. */
export function createReplicaReader(
  reader: Omit<Reader, 'invalidate'>,
  invalidate: (effect: WriteEffect) => void,
  log: WriteLog,
): Reader {
  const writes = new WritesElsewhere(log, invalidate);
  return {
    ...reader,
    findCase: async (key, call) => reader.findCase(key, await writes.begin(call)),
    findContact: async (key, call) => reader.findContact(key, await writes.begin(call)),
    findCases: (ids, call, deliver) => {
      void writes.begin(call).then((own) => {
        reader.findCases(ids, own, deliver);
      });
    },
    findContacts: (ids, call, deliver) => {
      void writes.begin(call).then((own) => {
        reader.findContacts(ids, own, deliver);
      });
    },
    findOwner: async (key, call) => reader.findOwner(key, await writes.begin(call)),
    findCompany: async (id, call) => reader.findCompany(id, await writes.begin(call)),
    findActivity: async (id, call) => reader.findActivity(id, await writes.begin(call)),
    findGestion: async (id, call) => reader.findGestion(id, await writes.begin(call)),
    listCases: async (filter, window, call) => reader.listCases(filter, window, await writes.begin(call)),
    listActivities: async (subjectId, window, call) =>
      reader.listActivities(subjectId, window, await writes.begin(call)),
    listGestiones: async (filter, window, call) => reader.listGestiones(filter, window, await writes.begin(call)),
    invalidate: (effect) => {
      invalidate(effect);
      return log.add(effect);
    },
  };
}
