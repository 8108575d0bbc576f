import { expect, test } from '@jest/globals';
import { describe as show, runCampaign } from './campaign.js';

const seed = 20_261_127;
const durationMs = 20_000;

test(`answers as a model that holds all records, over random tenants (seed ${seed})`, async () => {
  const endsAt = Date.now() + durationMs;
  const { counterexamples, tenants } = await runCampaign({
    seed,
    isOver: () => Date.now() >= endsAt,
    shrinkMs: 30_000,
  });
  expect(counterexamples.map(show)).toEqual([]);
  expect(tenants).toBeGreaterThan(0);
});
