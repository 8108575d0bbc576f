import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/**
 * Makes the gateway's schema out of the subgraphs'. A company's registry does the same (`rover supergraph compose`,
 * GraphOS, Hive, Cosmo); here it is done at start, in process.
 *
 * @param {readonly { name: string, url: string, sdl: string }[]} subgraphs
 * @returns {string} the supergraph's SDL
 * @throws {Error} naming every way in which they do not fit together
 */
export function composeSupergraph(subgraphs) {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined) {
    throw new Error(`the subgraphs do not compose: ${(errors ?? []).map((error) => error.message).join('; ')}`);
  }
  return supergraphSdl;
}
