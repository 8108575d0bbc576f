import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the graph is served: the subgraph, or a gateway in front of it. */
const { origin } = new URL(process.env['GRAPHQL_URL'] ?? 'http://localhost:4000/graphql');

export default defineConfig({
  plugins: [react()],
  // The page asks its own origin, so that no CORS is needed, and sockets take the same way.
  server: { port: 5173, strictPort: true, proxy: { '/graphql': { target: origin, ws: true } } },
});
