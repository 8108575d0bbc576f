import type { Json } from '../Json.js';
import type { RandomSource } from '../RandomSource.js';
import type { User } from '../store/User.js';
import { givenNames, surnames } from './words.js';

/** The 25 users of the demo tenant and one group; ids are 16 digits, some beyond what a number holds exactly. */
export function demoUsers(operation: string, random: RandomSource): User[] {
  const users: User[] = [];
  for (let index = 0; index < 25; index += 1) {
    const prefix = index % 3 === 0 ? '9912' : '1700';
    users.push({
      id: `${prefix}${String(random.integer(0, 999_999_999)).padStart(9, '0')}${String(index).padStart(3, '0')}`,
      login: index === 0 ? `ADMIN_@${operation}` : `agent_${index}@${operation}`,
      displayName: `${givenNames[index] ?? 'Ana'} ${surnames[(index * 7) % surnames.length] ?? 'Peña'}`,
      isGroup: false,
    });
  }
  users.push({
    id: '9900000000000026',
    login: `mesa_servicio@${operation}`,
    displayName: 'Mesa de Servicio',
    isGroup: true,
  });
  return users;
}

/** Ten digits that no Colombian number can have: mobile numbers begin with 3 and fixed ones with 60. */
export function fictionalNumber(index: number): string {
  return `900555${String(index % 10_000).padStart(4, '0')}`;
}

/** A telephone in one of the forms that tenants hold: objects of three kinds, plain text, `""` and `[]`. */
export function phoneForm(index: number): Json {
  const value = fictionalNumber(index);
  switch (index % 8) {
    case 0:
    case 1:
    case 2:
      return { country: 'CO', code: '+57', value };
    case 3:
      return { country: 'COLOMBIA', code: '57', value };
    case 4:
      return { country: '', code: '', value: `+57${value}` };
    case 5:
      return `+57${value}`;
    case 6:
      return '';
    default:
      return [];
  }
}

/** The text in lower-case ASCII letters, dots for blanks. */
export function asciiSlug(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.');
}
