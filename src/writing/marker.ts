/** What may stand between the parts of a mark once the CRM has made HTML of it. */
const gap = '(?:\\s|&nbsp;|&#160;|<[^<>]*>)*';
const anyMarkAtEnd = new RegExp(`\\bref${gap}[0-9a-f]{8}${gap}(?:\\]|&#93;|&rsqb;|&rbrack;)${gap}$`, 'i');
const markInField = /^\s*[0-9a-f]{8}\s*$/i;

/** A text with the mark at its end, in a form that people can live with. */
export function withMarker(text: string, marker: string): string {
  const mark = `[ref ${marker}]`;
  return text === '' ? mark : `${text} ${mark}`;
}

/** Whether a text carries this mark; anywhere, because the CRM may wrap what it stores. */
export function hasMarker(text: string | null, marker: string): boolean {
  return text !== null && new RegExp(`\\bref${gap}${marker}`, 'i').test(text);
}

/**
 * Whether a text ends with the mark of some write of ours. A mark before its end proves nothing of this record: a text
 * that was copied from another case brings that case's mark along, and its own may have been cut off behind it.
 */
export function endsWithMarker(text: string | null): boolean {
  return text !== null && anyMarkAtEnd.test(text);
}

/** Whether the own field that carries marks holds this one; around it the CRM may keep what it likes. */
export function fieldHolds(fieldText: string | null, marker: string): boolean {
  return fieldText?.toLowerCase().includes(marker) ?? false;
}

/** Whether the field holds a mark at all. Anything else in it, such as a default value, is no write of ours. */
export function fieldHoldsMarker(fieldText: string | null): boolean {
  return fieldText !== null && markInField.test(fieldText);
}
