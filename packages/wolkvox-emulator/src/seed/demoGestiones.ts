import type { JsonObject } from '../Json.js';
import type { RandomSource } from '../RandomSource.js';
import { gestionDocument } from '../store/gestionDocument.js';
import { apiOwner, type User, wolkvoxOwnerOf } from '../store/User.js';
import type { SeedContext } from './Dataset.js';
import type { SeededContact } from './demoContacts.js';
import { fictionalNumber } from './people.js';
import { typifications } from './words.js';

const gestionCount = 600;
const debtorCount = 90;

/** 600 collection steps on 90 debtors, joined to contacts by document number; both spellings of each key. */
export function demoGestiones(
  context: SeedContext,
  users: readonly User[],
  contacts: readonly SeededContact[],
  random: RandomSource,
): JsonObject[] {
  const { localTime, ids, operation } = context;
  const debtors = contacts.slice(10, 10 + debtorCount);
  const recordIds = debtors.map((_, index) => ids.next(Date.UTC(2024, 5, 1, 15) + index * 60_000));
  const documents: JsonObject[] = [];
  let atMs = localTime.instantMs({ year: 2025, month: 3, day: 3, hour: 8, minute: 30, second: 0 });
  for (let index = 0; index < gestionCount; index += 1) {
    atMs += random.integer(900, 160_000) * 1000;
    const debtor = random.pickSkewed(debtors);
    const at = debtors.indexOf(debtor);
    const agent = random.pick(users.slice(1, 25));
    const [code, text] = random.pick(typifications);
    const words = debtor.name.split(' ');
    documents.push(
      gestionDocument(
        {
          tipifycation_code: code,
          tipifycation_desc: text,
          module: 'collections',
          id_customer: debtor.identification,
          customer_id: debtor.identification,
          wolkvox_idRecord: recordIds[at] ?? '',
          wolkvox_idCall: index % 4 === 0 ? '' : String(1_700_000_000_000 + index * 977),
          client_name: words.slice(0, -2).join(' '),
          client_lastname: words.slice(-2).join(' '),
          client_type_document: 'CC',
          client_telephone: fictionalNumber(at),
          agent_name: agent.displayName,
          agent_id: String(12_000 + users.indexOf(agent)),
          type_interaction: random.pick(['Outbound', 'Inbound', 'WhatsApp']),
          time: index % 50 === 49 ? '' : localTime.timeOfDay(atMs),
          date: localTime.day(atMs),
          campaign_id: String(3_000 + (index % 5)),
          tipification_code: index % 10 === 5 ? '' : code,
          tipification_description: index % 10 === 5 ? '' : text,
          wolkvox_idCustomer: index % 3 === 0 ? '' : debtor.id,
          wolkvox_phoneCall: `9${fictionalNumber(at)}`,
          wolkvox_CrmPhoneCall: '',
          obligation: `OBL-${String(100_000 + at * 3 + (index % 2))}`,
          wolkvox_usuario_creacion: index % 2 === 0 ? `API@${operation}` : agent.login,
          wolkvox_origen: index % 2 === 0 ? 'GuzzleHttp/7 – /server/API/v2/collections/insertGestion.php' : '',
          wolkvox_ip_address: '192.0.2.13 – v2',
        },
        index % 2 === 0 ? apiOwner : wolkvoxOwnerOf(agent),
        ids.next(atMs),
      ),
    );
  }
  return documents;
}
