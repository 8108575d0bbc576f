/** Inputs that every check accepts; tests change one thing at a time. */
export const caseInput = {
  idempotencyKey: 'key-1',
  type: 'Request',
  description: 'The invoice is wrong.',
  status: 'Open',
  priority: 'High',
  contactEmail: 'ana@example.com',
  ownerUser: 'agent_1@demo',
  responsibleUser: 'agent_2@demo',
};
export const caseChange = { idempotencyKey: 'key-1', id: 'case-1', priority: 'Low' };
export const contactInput = { idempotencyKey: 'key-1', name: 'Ana', email: 'ana@example.com' };
export const contactChange = { idempotencyKey: 'key-1', id: 'contact-1', name: 'Ana' };
export const taskInput = {
  idempotencyKey: 'key-1',
  subject: { module: 'cases', id: 'case-1' },
  name: 'Call back',
  priority: 'HIGH',
  dueAt: '2026-03-05T15:00:00.000Z',
  ownerUser: 'agent_1@demo',
};
export const callInput = { ...taskInput, phone: { country: 'COLOMBIA', code: '57', value: '3001234567' } };
export const meetingInput = { ...taskInput, startAt: '2026-03-05T14:00:00.000Z', participantUsers: ['agent_2@demo'] };
export const recordInput = { idempotencyKey: 'key-1', module: 'cases', id: 'case-1', fields: { Ciudad: 'Bogotá' } };
