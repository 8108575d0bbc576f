import { type Node, type ParseError, findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import { z } from 'zod';
import { isBlank } from '../model/values/blank.js';
import { columnProblems, fieldProblems, type Problem, typeNameProblems } from './checkManifest.js';
import { fieldTypeNames, type FormsManifest, storedForms } from './FormsManifest.js';

const name = z.string().refine((text) => !isBlank(text), 'must not be empty');
const Column = z.strictObject({ label: z.string(), field: name, readOnly: z.boolean().optional() });
const Field = z.strictObject({
  label: z.string(),
  field: name,
  type: z.enum(fieldTypeNames, `must be one of ${fieldTypeNames.join(', ')}`),
  format: name.optional(),
  options: z.array(name).min(1, 'must not be empty').optional(),
  columns: z.array(Column).min(1, 'must not be empty').optional(),
  currency: name.optional(),
  stored: z.enum(storedForms, `must be one of ${storedForms.join(', ')}`).optional(),
  formerLabels: z.array(z.string()).optional(),
  personal: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  notSeen: z.boolean().optional(),
});
const fields = z.array(Field).default([]);
const CaseType = z.strictObject({ type: name, name, fields });
/** The file that `FORMS_MANIFEST` names. */
const Manifest = z.strictObject({
  version: z.literal(1, 'must be 1'),
  cases: z.strictObject({ fields, types: z.array(CaseType).default([]) }).default({ fields: [], types: [] }),
  contacts: z.strictObject({ fields }).default({ fields: [] }),
});

/** What the manifest must not contradict. */
export interface ManifestRules {
  /** The types that the schema has without a manifest. */
  readonly schemaTypes: ReadonlySet<string>;
  /** Labels of contacts that are the CRM's own. */
  readonly isReservedOnContacts: (label: string) => boolean;
}

/** A manifest, or every problem with its text: each names the line, and repeats no value. */
export type ManifestReading =
  | { readonly ok: true; readonly manifest: FormsManifest }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a manifest. */
export function parseManifest(text: string, rules: ManifestRules): ManifestReading {
  const source = text.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first !== undefined || root === undefined) {
    const what = first === undefined ? '' : ` (${printParseErrorCode(first.error)})`;
    return {
      ok: false,
      problems: [`FORMS_MANIFEST line ${String(lineAt(source, first?.offset ?? 0))}: is not JSON${what}`],
    };
  }
  const tell = ({ path, message, at }: Problem): string => {
    const node = at ?? nodeAt(root, path);
    const place = path.length === 0 ? '' : ` ${path.join('.')}`;
    return `FORMS_MANIFEST line ${String(lineAt(source, node.offset))}${place}: ${message}`;
  };
  const repeated = repeatedKeys(root);
  if (repeated.length > 0) return { ok: false, problems: repeated.map(tell) };
  const parsed = Manifest.safeParse(JSON.parse(source));
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => tell(issueAt(issue))) };
  const manifest: FormsManifest = parsed.data;
  const problems = [
    ...fieldProblems(manifest, rules.isReservedOnContacts),
    ...columnProblems(manifest),
    ...typeNameProblems(manifest, rules.schemaTypes),
  ];
  return problems.length === 0 ? { ok: true, manifest } : { ok: false, problems: problems.map(tell) };
}

/** A key that nobody knows is told at its own line. */
function issueAt(issue: z.core.$ZodIssue): Problem {
  const place = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  return key === undefined
    ? { path: place, message: issue.message }
    : { path: [...place, key], message: 'is no key of a manifest' };
}

/** The part of the text that a path leads to, or as much of the way as there is. */
function nodeAt(root: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

/** Of a key that is there twice JSON keeps the last without a word. */
function repeatedKeys(node: Node, path: readonly (string | number)[] = []): readonly Problem[] {
  const children = node.children ?? [];
  if (node.type === 'array') return children.flatMap((child, index) => repeatedKeys(child, [...path, index]));
  const seen = new Set<unknown>();
  return children.flatMap(({ children: [key, value] = [] }) => {
    if (key === undefined) return [];
    const place = [...path, String(key.value)];
    const problems: Problem[] = seen.has(key.value) ? [{ path: place, message: 'is there twice', at: key }] : [];
    seen.add(key.value);
    return value === undefined ? problems : [...problems, ...repeatedKeys(value, place)];
  });
}

/** The line of a place in a text, from 1. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
