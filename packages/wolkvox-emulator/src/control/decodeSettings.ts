import type { Json } from '../Json.js';
import type { Settings } from '../Settings.js';
import { ObjectReader, present } from './ObjectReader.js';

/** Some settings to change, by name. Throws InputError naming what is wrong. */
export function decodeSettings(value: Json | undefined): Partial<Settings> {
  const reader = new ObjectReader(value, 'body');
  const changes = present<Settings>({
    maxConcurrency: reader.integerOrNull('maxConcurrency', 1),
    dailyQuota: reader.integerOrNull('dailyQuota', 0),
    ipLimit: reader.integerOrNull('ipLimit', 1),
    ipWindowMs: reader.integer('ipWindowMs', 1),
    ipLimitStatus: reader.integer('ipLimitStatus', 400),
    latencyMs: reader.integer('latencyMs', 0),
    defaultPageSize: reader.integer('defaultPageSize', 1),
    maxPageSize: reader.integer('maxPageSize', 1),
    overLimit: reader.oneOf('overLimit', ['clamp', 'refuse']),
    order: reader.oneOf('order', ['oldestFirst', 'newestFirst']),
    matching: reader.oneOf('matching', ['exact', 'caseInsensitive', 'partial']),
    unknownField: reader.oneOf('unknownField', ['refuse', 'empty']),
    paginationKeys: reader.boolean('paginationKeys'),
    queryDatesBareArray: reader.boolean('queryDatesBareArray'),
    queryDatesMatches: reader.oneOf('queryDatesMatches', ['creation', 'modification']),
    queryDatesEnds: reader.oneOf('queryDatesEnds', ['inclusive', 'exclusive']),
    errorCode: reader.oneOf('errorCode', ['likeSuccess', 'string', 'integer']),
    errorHttpStatus: reader.oneOf('errorHttpStatus', ['same', 'ok']),
    errorLanguage: reader.oneOf('errorLanguage', ['en', 'es']),
    idCaseAsNumber: reader.boolean('idCaseAsNumber'),
    emptyObjectsAsArrays: reader.boolean('emptyObjectsAsArrays'),
    blankIds: reader.boolean('blankIds'),
    activitiesReadable: reader.boolean('activitiesReadable'),
    activityIdIsParent: reader.boolean('activityIdIsParent'),
    requireAllCallFields: reader.boolean('requireAllCallFields'),
    missingRecord: reader.oneOf('missingRecord', ['refuse', 'ignore']),
    bodyToken: reader.boolean('bodyToken'),
    readAfterWriteLagMs: reader.integer('readAfterWriteLagMs', 0),
  });
  reader.end();
  return changes;
}
