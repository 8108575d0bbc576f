/** What may stand between the parts of a marker once the CRM has made HTML of it. */
const gap = '(?:\\s|&nbsp;|&#160;|<[^<>]*>)*';
const anyMarkerAtEnd = new RegExp(`\\bref${gap}[0-9a-f]{8}${gap}(?:\\]|&#93;|&rsqb;|&rbrack;)${gap}$`, 'i');
const markerInField = /^\s*[0-9a-f]{8}\s*$/i;

/** A text with the marker at its end, in a form that people can live with. */
export function withMarker(text: string, marker: string): string {
  const reference = `[ref ${marker}]`;
  return text === '' ? reference : `${text} ${reference}`;
}

/** Whether a text carries this marker; anywhere, because the CRM may wrap what it stores. */
export function hasMarker(text: string | null, marker: string): boolean {
  return text !== null && new RegExp(`\\bref${gap}${marker}`, 'i').test(text);
}

/**
 * Whether a text ends with the marker of some write of ours. A marker before its end proves nothing of this record: a text
 * that was copied from another case brings that case's marker along, and its own may have been cut off behind it.
 */
export function endsWithMarker(text: string | null): boolean {
  return text !== null && anyMarkerAtEnd.test(text);
}

/** Whether the own field that carries markers holds this one; around it the CRM may keep what it likes. */
export function fieldHolds(fieldText: string | null, marker: string): boolean {
  return fieldText?.toLowerCase().includes(marker) ?? false;
}

/** Whether the field holds a marker at all. Anything else in it, such as a default value, is no write of ours. */
export function fieldHoldsMarker(fieldText: string | null): boolean {
  return fieldText !== null && markerInField.test(fieldText);
}
