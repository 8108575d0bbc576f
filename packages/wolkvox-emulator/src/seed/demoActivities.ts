import { jsonObject, type Json, type JsonObject, scalarText } from '../Json.js';
import type { RandomSource } from '../RandomSource.js';
import { type User, wolkvoxOwnerOf } from '../store/User.js';
import type { SeedContext } from './Dataset.js';
import { fictionalNumber } from './people.js';
import { activityNames, cities, details } from './words.js';

const activityCount = 300;

/** 300 activities, two thirds of them on cases and the others on contacts. */
export function demoActivities(
  context: SeedContext,
  users: readonly User[],
  cases: readonly JsonObject[],
  contacts: readonly JsonObject[],
  random: RandomSource,
): JsonObject[] {
  const { localTime, ids } = context;
  const people = users.filter((user) => !user.isGroup);
  const documents: JsonObject[] = [];
  let createdAtMs = localTime.instantMs({ year: 2025, month: 2, day: 3, hour: 8, minute: 0, second: 0 });
  for (let index = 0; index < activityCount; index += 1) {
    createdAtMs += random.integer(3_600, 300_000) * 1000;
    const isOnCase = index % 3 !== 2;
    const target = random.pickSkewed(isOnCase ? cases : contacts);
    const type = random.pick(['call', 'task', 'meet'] as const);
    const owner = random.pick(people);
    const dueAtMs = createdAtMs + random.integer(1, 20) * 86_400_000;
    const hasReminder = random.chance(0.5);
    const phone: Json = { type: 'telephone', country: 'COLOMBIA', code: '57', value: fictionalNumber(index + 1_000) };
    documents.push(
      jsonObject([
        ['type', type],
        ['status', 'created'],
        ['name', random.pick(activityNames)],
        ['priority', random.pick(['high', 'normal', 'low'])],
        ['name_module', isOnCase ? 'cases' : 'contacts'],
        ['id_record', scalarText(target['wolkvox_id']) ?? ''],
        ['completion_date', localTime.stamp(dueAtMs)],
        ['remember', hasReminder],
        ['reminder_date', hasReminder ? localTime.stamp(dueAtMs - 3_600_000) : ''],
        ['description', random.pick(details)],
        ['location', type === 'task' ? undefined : random.pick(cities)],
        ['phone', type === 'call' ? phone : undefined],
        ['start_date', type === 'meet' ? localTime.stamp(dueAtMs - 7_200_000) : undefined],
        [
          'participants',
          type === 'meet' ? { type: 'participant', value: [owner.login, random.pick(people).login] } : undefined,
        ],
        ['wolkvox_owner', index % 2 === 0 ? wolkvoxOwnerOf(owner) : owner.login],
        ['wolkvox_fecha_creacion', localTime.stamp(createdAtMs)],
        ['wolkvox_usuario_creacion', owner.login],
        ['wolkvox_id', ids.next(createdAtMs)],
      ]),
    );
  }
  return documents;
}
