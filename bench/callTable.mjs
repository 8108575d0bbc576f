import { resolveCount } from './operations.mjs';

/**
 * The workload as a Markdown table: operation, calls, the floor, why.
 *
 * @param {readonly import('./operations.mjs').Operation[]} operations
 * @param {import('./operations.mjs').Sample} sample
 */
export function formatCallTable(operations, sample) {
  const rows = operations.map(({ name, calls, floor, why }) => {
    const count = resolveCount(calls, sample);
    return `| ${name} | ${count} | ${resolveCount(floor ?? calls, sample)} | ${why} |`;
  });
  return ['| operation | calls | floor | why |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
