import sentences from './errores.json';

/** What to tell people about a code of the graph: one sentence, which says what to do. */
export const sentenceOf = {
  error: (code: string): string => read(sentences.errors, code) ?? sentences.errors.INTERNAL_SERVER_ERROR,
  userError: (code: string): string => read(sentences.userErrors, code) ?? sentences.outcomes.REJECTED,
  outcome: (code: string): string => read(sentences.outcomes, code) ?? code,
  warning: (code: string): string => read(sentences.warnings, code) ?? code,
};

/** The code may be newer than the list. */
function read(list: Readonly<Record<string, string>>, code: string): string | undefined {
  return list[code];
}

const instant = new Intl.DateTimeFormat('es-CO', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const count = new Intl.NumberFormat('es-CO');

/** An instant in the reader's own time zone, such as `5 de mar de 2026, 9:07 a. m.`. */
export function formatInstant(text: string | null | undefined): string {
  return text ? instant.format(new Date(text)) : '';
}

/** A number with its thousands marked. */
export function formatCount(number: number): string {
  return count.format(number);
}

/** An amount of money, such as `$ 1.955.000,00`. The digits come as text, because there may be more than a number keeps. */
export function formatMoney(amount: string, currency: string): string {
  return new Intl.NumberFormat('es-CO', { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral);
}

/** How long ago an instant was, such as `hace 3 minutos`. */
export function formatAge(text: string, now: number = Date.now()): string {
  const seconds = Math.round((new Date(text).getTime() - now) / 1000);
  const relative = new Intl.RelativeTimeFormat('es', { numeric: 'auto' });
  if (seconds > -60) return relative.format(seconds, 'second');
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), 'minute');
  return relative.format(Math.round(seconds / 3600), 'hour');
}

/** The text of a description, which the CRM may have stored as HTML. It is never put into the page as HTML. */
export function plainText(html: string | null | undefined): string {
  if (!html) return '';
  const lines = html.replace(/<(?:br|\/p|\/div|\/li)\b[^>]*>/gi, '\n');
  return new DOMParser().parseFromString(lines, 'text/html').body.textContent.trim();
}
