import type { MutationResolvers } from '../../__generated__/resolvers.js';
import { createCall } from './createCall.js';
import { createCase } from './createCase.js';
import { createContact } from './createContact.js';
import { createMeeting } from './createMeeting.js';
import { createTask } from './createTask.js';
import { updateCase } from './updateCase.js';
import { updateContact } from './updateContact.js';
import { updateRecord } from './updateRecord.js';

/** The root fields that write. */
export const Mutation: MutationResolvers = {
  createCall,
  createCase,
  createContact,
  createMeeting,
  createTask,
  updateCase,
  updateContact,
  updateRecord,
};
