/** Cases as the vendor sends them, made of their number alone, so that any page of any length is there at once. */

const firstSecond = 0x65a00000;
const idSuffix = '5f2b8a0012345678';
const text = '<p>El equipo no <b>prende</b> desde el martes; ya se prob\\u00f3 con otro cargador.</p>'.repeat(3);

/** @param {number} nth */
export const caseId = (nth) => (firstSecond + nth).toString(16) + idSuffix;

/** The number of the case with this id; NaN for an id of another form. @param {string} id */
export const caseOf = (id) => Number.parseInt(id.slice(0, 8), 16) - firstSecond;

/** The JSON of one row. @param {number} nth */
export function rowText(nth) {
  const sequence = `245211056${10_000_000 + nth}`;
  const two = String(nth % 60).padStart(2, '0');
  const person = `"id":"17000000000000${nth % 90}","name":"Agente ${nth % 90} - agent_${nth % 90}@demo","mail":"agent_${nth % 90}@demo"`;
  return (
    `{"idPrefijo":"PET-${sequence}","form":{"Nivel acad\\u00e9mico ":"Bachiller ","Asunto":"Garant\\u00eda","Ciudad":"Bogot\\u00e1","Valor":"${nth}","Fecha":"2024-05-21"},` +
    `"owner":{${person}},"prefix":"PET","idCase":"${sequence}","timeEstimated":"2024-05-21 11:26:${two}",` +
    `"contact":"Marta Ruiz ${nth} - marta${nth}@example.com","contactId":"64cb0d9d5f2b8a00${10_000_000 + nth}",` +
    `"contactIdentification":"${1_020_304_050 + nth}","nameContact":"Marta Ruiz ${nth}","contactEmail":"marta${nth}@example.com",` +
    `"contactTel":{"type":"telephone","country":"COLOMBIA","code":"57","value":"${3_001_234_567 + nth}"},` +
    `"companyName":"Ferreter\\u00eda El Tornillo","companyId":"64cb0d9d5f2b8a0011112222","companyIdentification":"900123456",` +
    `"description_case":"${text}","reOpened":false,"caseType":"Request","files":[{"name":"factura.pdf","url":"https:\\/\\/files.example.org\\/factura.pdf"}],` +
    `"groupsOwner":[],"status":{"value":"open","name":"Abierto"},"history":[` +
    `{"date":"2024\\/5\\/21 10:1:2","user":{${person}},"tag":"note","message":"Primer paso del caso ${nth}"},` +
    `{"date":"2024\\/5\\/22 10:1:2","user":{${person}},"tag":"note","message":"Segundo paso del caso ${nth}"}],` +
    `"case_dependent":"independent","case_dependentOf":null,"priority":{"value":"30","name":"Media"},"closeDate":"",` +
    `"responsible":{${person},"group":false},"wolkvox_fecha_creacion":"2024-05-21 10:56:${two}","wolkvox_usuario_creacion":"API@demo",` +
    `"wolkvox_fecha_modificacion":"2024-05-22 08:00:${two}","wolkvox_usuario_modificacion":"agent_7@demo","wolkvox_origen":"API",` +
    `"wolkvox_ip_address":"192.0.2.7","wolkvox_id":"${caseId(nth)}"}`
  );
}
