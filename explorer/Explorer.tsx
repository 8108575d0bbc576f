import { GraphiQLInterface, GraphiQLProvider } from 'graphiql';
import { endpoint } from './askSubgraph';
import { createFetcher } from './createFetcher';
import { firstQuery } from './firstQuery';
import { PriceBar } from './PriceBar';

const fetcher = createFetcher(endpoint);

/** GraphiQL over this subgraph, below a bar that shows what the operation in the editor may cost. */
export function Explorer() {
  return (
    <GraphiQLProvider fetcher={fetcher} defaultQuery={firstQuery}>
      <PriceBar />
      <GraphiQLInterface isHeadersEditorEnabled defaultEditorToolsVisibility="variables" />
    </GraphiQLProvider>
  );
}
