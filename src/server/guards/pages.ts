import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { AppError } from '../../contract/app-error.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page of the server itself, readable without the web app: no script, nothing loaded. */
export function plainPage(title: string, content: Html, head: Html | '' = ''): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1.5rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8886; }
h2 { margin-top: 2.5rem; } h3 { margin-top: 2rem; }
</style>
${head}
</head>
<body>
${content}
</body>
</html>
`;
}

/** An error for a person who opened an address. */
export function errorPage({ message, hint }: AppError): Html {
  return plainPage(
    'Framesift',
    html`<h1>Framesift</h1>
<p><strong>${message}.</strong></p>
<p>${hint}</p>
<p><a href="">Try again</a></p>`,
  );
}

/** Goes on to an address of this server at once. */
export function continuePage(address: string): Html {
  const head = html`<meta http-equiv="refresh" content="0;url=${address}">`;
  return plainPage('Framesift', html`<p><a href="${address}">Open Framesift</a></p>`, head);
}
