import { expect, test } from '@jest/globals';
import { acceptedMediaType } from '../../../src/server/http/acceptedMediaType.js';

test.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/json', 'application/json'],
  ['APPLICATION/JSON; charset=utf-8', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
  ['application/graphql-response+json, application/json', 'application/json'],
  ['multipart/mixed;deferSpec=20220824, application/json', 'application/json'],
  ['application/json;q=0, */*', 'application/graphql-response+json'],
  ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
  ['text/html', null],
  ['application/json;q=0', null],
  ['application/xml, text/*', null],
])('Accept %s is answered in %s', (accept, expected) => {
  expect(acceptedMediaType(accept)).toBe(expected);
});
