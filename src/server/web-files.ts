import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { html } from 'hono/html';
import { plainPage } from './guards/pages.ts';
import { isLoopback, remoteAddress } from './guards/remote-address.ts';

/** Folder of the built web app, beside the built server. */
export const WEB_FOLDER = fileURLToPath(new URL('./web/', import.meta.url));

/** Folder of files whose names hold a hash of their contents. */
const HASHED = 'assets';

/** Compressing costs more than it saves unless the answer goes over a network. */
export function compressForOthers(): MiddlewareHandler {
  const compressing = compress();
  return (c, next) => (isLoopback(remoteAddress(c)) ? next() : compressing(c, next));
}

/** An address of a page, which the web app itself tells apart: no file name at its end. */
export function isPage(address: string): boolean {
  return !address.startsWith(`/${HASHED}/`) && !path.posix.basename(address).includes('.');
}

/** How long the browser may keep a file. */
const keepFiles: MiddlewareHandler = async (c, next) => {
  await next();
  const hashed = c.req.path.startsWith(`/${HASHED}/`);
  if (c.res.ok) c.header('Cache-Control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
};

const notBuilt = () =>
  plainPage(
    'Framesift',
    html`<h1>Framesift</h1><p>The web app is not built. Run <code>npm run build</code>, then reload this page.</p>`,
  );

/**
 * The files of the web app, and its one page for every address that is no file.
 * @param root folder of the built web app
 */
export function webFiles(root: string): Hono {
  const files = new Hono();
  const index = path.join(root, 'index.html');
  files.use(compressForOthers(), keepFiles);
  files.get('*', (c, next) => (existsSync(index) ? next() : c.html(notBuilt(), 503)));
  files.get('*', serveStatic({ root }));
  const page = serveStatic({ root, path: 'index.html' });
  files.get('*', (c, next) => (isPage(c.req.path) ? page(c, next) : next()));
  return files;
}
