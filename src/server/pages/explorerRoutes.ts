import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FastifyPluginCallback } from 'fastify';

/** Where the build puts the explorer; it lies in `dist/`, for the source and the compiled program alike. */
const builtFolder = new URL('../../../dist/explorer/', import.meta.url);

const files = {
  '/explorer': { name: 'explorer.html', type: 'text/html; charset=utf-8' },
  '/explorer/explorer.js': { name: 'explorer.js', type: 'text/javascript; charset=utf-8' },
  '/explorer/explorer.css': { name: 'explorer.css', type: 'text/css; charset=utf-8' },
} as const;

/**
 * Everything comes from this server and goes to it. The editor's menus write their styles into the page as it runs, and
 * icons and fonts stand in the style sheet.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The methods of the explorer's paths, as the `Allow` header lists them; none in production, or where it is not built. */
export function explorerMethods(isProduction: boolean): Readonly<Record<string, string>> {
  if (!isServed(isProduction)) return {};
  return Object.fromEntries(['/', ...Object.keys(files)].map((path) => [path, 'GET, HEAD']));
}

/** The plugin of `/explorer`, to which `/` leads. Not in production, and not in an installation without it. */
export const explorerRoutes: FastifyPluginCallback<{ readonly isProduction: boolean }> = (app, options, done) => {
  if (isServed(options.isProduction)) {
    app.get('/', (_request, reply) => reply.redirect('/explorer'));
    for (const [path, { name, type }] of Object.entries(files)) {
      app.get(path, async (_request, reply) =>
        reply
          .type(type)
          .header('content-security-policy', contentSecurityPolicy)
          .send(await readFile(new URL(name, builtFolder))),
      );
    }
  }
  done();
};

function isServed(isProduction: boolean): boolean {
  return !isProduction && existsSync(builtFolder);
}
