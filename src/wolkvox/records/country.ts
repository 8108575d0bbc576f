import { type CountryCode, getCountries } from 'libphonenumber-js/core';
import plans from 'libphonenumber-js/min/metadata';
import { foldText } from '../../model/values/comparing.js';

/** What people write besides a country's name and code. */
const otherNames: Readonly<Record<string, CountryCode>> = {
  ...{ col: 'CO', mex: 'MX', arg: 'AR', chl: 'CL', per: 'PE', ecu: 'EC', ven: 'VE', bra: 'BR', esp: 'ES', pan: 'PA' },
  ...{ cri: 'CR', gtm: 'GT', hnd: 'HN', slv: 'SV', nic: 'NI', dom: 'DO', ury: 'UY', pry: 'PY', bol: 'BO', cub: 'CU' },
  ...{ usa: 'US', eeuu: 'US', unitedstatesofamerica: 'US', estadosunidosdeamerica: 'US', uk: 'GB', holanda: 'NL' },
};

let countriesByName: ReadonlyMap<string, CountryCode> | null = null;

/**
 * The country that a text names: in Spanish or English, with accents or without, or by its two-letter code (ISO 3166).
 * Null for none and for a country without telephones of its own.
 */
export function countryOf(text: string): CountryCode | null {
  countriesByName ??= readCountries();
  return countriesByName.get(toKey(text)) ?? null;
}

function readCountries(): ReadonlyMap<string, CountryCode> {
  const languages = ['es', 'en'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));
  const countries = new Map<string, CountryCode>();
  for (const country of getCountries(plans)) {
    countries.set(toKey(country), country);
    for (const language of languages) countries.set(toKey(language.of(country) ?? country), country);
  }
  for (const [name, country] of Object.entries(otherNames)) countries.set(name, country);
  return countries;
}

/** The letters alone: `EE. UU.` is `eeuu`. */
function toKey(text: string): string {
  return foldText(text).replace(/[^\p{L}]/gu, '');
}
