const anyMarker = /\[ref [0-9a-f]{8}\]/;

/** A text with the mark at its end, in a form that people can live with. */
export function withMarker(text: string, marker: string): string {
  const mark = `[ref ${marker}]`;
  return text === '' ? mark : `${text} ${mark}`;
}

/** Whether a text carries this mark; anywhere, because the CRM may wrap what it stores. */
export function hasMarker(text: string | null, marker: string): boolean {
  return text?.includes(`[ref ${marker}]`) ?? false;
}

/** Whether a text carries the mark of some write of ours. */
export function hasAnyMarker(text: string | null): boolean {
  return text !== null && anyMarker.test(text);
}
