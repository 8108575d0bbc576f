import { createHash } from 'node:crypto';

const sandboxScript = 'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js';

const style = `
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
  main { padding: 2rem; }
  #sandbox { position: absolute; inset: 0; }
  #sandbox:empty { display: none; }
  iframe { width: 100%; height: 100%; border: none; background: white; }
`;

/** Sandbox is not waited for: without the internet the page is there at once, and the explorer is opened instead. */
const script = `
  const sandbox = document.createElement('script');
  sandbox.onload = () => {
    new window.EmbeddedSandbox({
      target: '#sandbox',
      initialEndpoint: location.origin + location.pathname,
      endpointIsEditable: false,
      allowDynamicStyles: false,
      runTelemetry: false,
    });
  };
  sandbox.onerror = () => location.replace('/explorer');
  sandbox.src = '${sandboxScript}';
  document.head.append(sandbox);
`;

/** What browsers may load for the page of Sandbox: nothing of this server, and of others Sandbox alone. */
export const sandboxPolicy = [
  `script-src ${hashOf(script)} ${new URL(sandboxScript).origin}`,
  `style-src ${hashOf(style)}`,
  'frame-src https://sandbox.embed.apollographql.com',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page that shows Apollo Sandbox for the address it is served at, and leads to the explorer where that cannot load. */
export const sandboxPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Apollo Sandbox · Wolkvox CRM subgraph</title>
    <link rel="icon" href="data:," />
    <style>${style}</style>
  </head>
  <body>
    <main>
      <h1>Apollo Sandbox</h1>
      <p>It is loaded from the internet. <a href="/explorer">The explorer</a> works without.</p>
    </main>
    <div id="sandbox"></div>
    <script>${script}</script>
  </body>
</html>
`;

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
