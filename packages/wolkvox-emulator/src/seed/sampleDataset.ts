import { demoCatalogue } from '../store/Catalogue.js';
import { gestionDocument } from '../store/gestionDocument.js';
import { wolkvoxOwnerOf } from '../store/User.js';
import type { Dataset, SeedContext } from './Dataset.js';

/**
 * The few records behind the vendor's sample answers: the contact `64cb` that the update sample changes, the case
 * contact and users that the insert samples name, and one collection step of empty texts.
 */
export function sampleDataset(context: SeedContext): Dataset {
  const admin = { id: '1700000000000001', login: `ADMIN_@${context.operation}`, displayName: 'ADMIN', isGroup: false };
  const contact = {
    idcontact: '1012345678',
    namecontact: 'Contacto de muestra',
    emailcontact: 'muestra@example.com',
    telephonecontact: '+579005550000',
    wolkvox_usuario_creacion: admin.login,
    wolkvox_fecha_creacion: '2024-05-21 10:56:32',
    wolkvox_origen: null,
    wolkvox_ip_address: '192.0.2.14 – v2',
    wolkvox_owner: wolkvoxOwnerOf(admin),
    wolkvox_id: '64cb',
  };
  return {
    users: [admin],
    catalogue: demoCatalogue,
    records: new Map([
      ['companies', []],
      ['contacts', [contact]],
      ['cases', []],
      ['wolkvox_activities', []],
      ['gestiones', [gestionDocument({}, { user: '', nombre: '', id: '', email: '' }, '')]],
      ['leads', []],
      ['opportunities', []],
      ['collections', []],
    ]),
  };
}
