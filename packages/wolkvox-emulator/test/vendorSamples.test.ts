import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { VendorCaller } from './support/VendorCaller.js';

/** The text without the blanks between its tokens. Everything else is compared byte for byte. */
const withoutLayout = (json: string): string => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

let emulator: Emulator;
let caller: VendorCaller;

beforeAll(async () => {
  // What the vendor's samples show: no keys of pagination, and blank ids on creates.
  emulator = await startEmulator({ dataset: 'samples', settings: { paginationKeys: false, blankIds: true } });
  caller = new VendorCaller(emulator);
});
afterAll(async () => {
  await emulator.close();
});

async function replay(script: string, request: string): Promise<string> {
  const { text, status } = await caller.send(`/server/API/v2/${script}`, {
    method: 'POST',
    headers: { 'Wolkvox-Token': emulator.token, 'Content-Type': 'application/json' },
    body: request,
  });
  expect(status).toBe(200);
  return text;
}

describe('the vendor’s own samples, replayed', () => {
  test('cases/queryCases', async () => {
    const request = `{
"operation":"demo",
"field":"status",
"value":"In progress"
}
`;
    // The page prints x for the count.
    const answer = `{
"code": "200",
"error": "null",
"msg": "x records were are found",
"data": []
}`.replace('"x ', '"0 ');
    expect(await replay('cases/queryCases.php', request)).toBe(withoutLayout(answer));
  });

  const insertAttachAnswer = `{
"code": 200,
"error": "null",
"msg": "Succesfully create record",
"data": {
"wolkvox_id": " ",
"idPrefijo": " "
}
}`;

  test('cases/insertAttach', async () => {
    const request = `{
"operation":"demo",
"case-type":"Request",
"responsible":"ADMIN_@demo",
"owner":"ADMIN_@demo",
"contact":"muestra@example.com",
"description":"This is the case description.",
"form":{
"Subject": "This is an additional field created in the CRM."
},
"status": "open",
"priority":"low",
"attachments": [ ]
}`;
    expect(await replay('cases/insertAttach.php', request)).toBe(withoutLayout(insertAttachAnswer));
    // The page's Java sample has other line ends and layout, and means the same.
    const java = request
      .replaceAll('\n', '\r\n ')
      .replaceAll('": ', '":')
      .replace('"attachments":[ ]', '"attachments": [ ]');
    expect(await replay('cases/insertAttach.php', java)).toBe(withoutLayout(insertAttachAnswer));
  });

  test('collections/queryGestion', async () => {
    const request = `{
    "operation": "demo",
    "field": "customer_id",
    "value": ""
}`;
    const answer = `{
    "code": "200",
    "error": "null",
    "msg": "1 records were are found",
    "data": [
        {
            "tipifycation_code": "",
            "tipifycation_desc": "",
            "module": "",
            "id_customer": "",
            "customer_id": "",
            "wolkvox_idRecord": "",
            "wolkvox_idCall": "",
            "client_name": "",
            "client_lastname": "",
            "client_type_document": "",
            "client_telephone": "",
            "agent_name": "",
            "agent_id": "",
            "type_interaction": "",
            "time": "",
            "date": "",
            "campaign_id": "",
            "tipification_code": "",
            "tipification_description": "",
            "wolkvox_idCustomer": "",
            "wolkvox_phoneCall": "",
            "wolkvox_CrmPhoneCall": "",
            "obligation": "",
            "wolkvox_usuario_creacion": "",
            "wolkvox_origen": "",
            "wolkvox_ip_address": "",
            "wolkvox_owner": {
                "user": "",
                "nombre": "",
                "id": "",
                "email": ""
            },
            "wolkvox_id": ""
        }
    ]
}`;
    expect(await replay('collections/queryGestion.php', request)).toBe(withoutLayout(answer));
  });

  test('custom/insert of a call', async () => {
    const request = `{
    "operation":"demo",
    "module":"wolkvox_activities",
    "type": "call",
    "fields":{
         "status":"created",
        "name": "Nombre de la actividad",
        "priority": "low",
        "name_module": "cases",
        "completion_date": "20230730 000000",
        "remember": true,
        "reminder_date": "20230729 000000",
        "description": "Esto es una descripción de la actividad",
        "id_record": "64cb",
        "location":"Medellín",
        "wolkvox_owner":"ADMIN_@demo",
        "phone": {
            "type":"telephone",
               "country":  "COLOMBIA",
               "code":"57",
               "value":"9005550000"

        }

    }
}`;
    const answer = `{
    "code": 200,
    "error": "null",
    "msg": "Succesfully create record",
    "data": {
        "wolkvox_id": " "
    }
}`;
    expect(await replay('custom/insert.php', request)).toBe(withoutLayout(answer));
  });

  test('custom/update', async () => {
    const answer = `{
"code": 200,
"error": "null",
"msg": "Succesfully edit record",
"data": {
"wolkvox_id": "64cb"
}
}`;
    const request = `{
"operation":"demo",
"module":"contacts",
"wolkvox-id":"64cb",
"fields":{
"MyFirstField": "Example"
}
}`;
    expect(await replay('custom/update.php', request)).toBe(withoutLayout(answer));
    const table = `{"operation":"demo","module":"contacts","wolkvox-id":"64cb","fields":{
“idcontact”: “1012345678”, “Tipo de cliente”: “VIP”, “Email”: “vip@example.com” }}`.replaceAll(/[“”]/g, '"');
    expect(await replay('custom/update.php', table)).toBe(withoutLayout(answer));
  });

  test.each([
    [4_800, 0, 4_800, 15, '09:00:00'],
    [12_000, 23, 11_977, 8, '16:00:00'],
  ])('token/tokenInformation with a limit of %i', async (limit, used, available, hours, time) => {
    emulator.clock.freeze();
    emulator.clock.set(Date.parse(`2026-01-15T${time}-05:00`));
    emulator.configure({ dailyQuota: limit });
    emulator.setCallsToday(used);
    expect(await replay('token/tokenInformation.php?operation=demo', '')).toBe(
      `{"code":"200","error":"null","msg":"1 records were are found","data":{"description":"Token demo","token_limit":${limit},` +
        `"token_use_today":${used},"available_consumition_options":${available},"hours_to_restart_count":${hours}}}`,
    );
    // Asking costs one.
    expect(emulator.callsToday()).toBe(used + 1);
  });
});
