import { demoCatalogue } from '../store/Catalogue.js';
import { RandomSource } from '../RandomSource.js';
import type { Dataset, DatasetName, SeedContext } from './Dataset.js';
import { demoDataset } from './demoDataset.js';
import { demoUsers } from './people.js';
import { sampleDataset } from './sampleDataset.js';

/** Builds the named dataset; the same context gives the same records. */
export function buildDataset(name: DatasetName, context: SeedContext): Dataset {
  switch (name) {
    case 'demo':
      return demoDataset(context);
    case 'samples':
      return sampleDataset(context);
    case 'empty': {
      const modules = [
        'companies',
        'contacts',
        'cases',
        'wolkvox_activities',
        'gestiones',
        'leads',
        'opportunities',
        'collections',
      ];
      return {
        users: demoUsers(context.operation, new RandomSource(context.seed)),
        catalogue: demoCatalogue,
        records: new Map(modules.map((module) => [module, []])),
      };
    }
  }
}
