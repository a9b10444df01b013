import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished } from 'vitest';
import { launchChromium } from './chromium.ts';
import { MARK } from './processes.ts';
import type { WebHere } from './web-here.ts';

/** Modules are loaded anew for every file; a process of the test runner works through many. */
const ofProcess: typeof globalThis & { framesiftBrowser?: Promise<Browser> } = globalThis;
let browser: Browser | null = null;

/**
 * A browser for the tests of a file, of which every test has windows of its own. It stays for the files that come later
 * in this process, and ends with the process.
 */
export function withBrowser(): void {
  beforeAll(async () => {
    // Without the mark by which processes are known that a file has left behind.
    ofProcess.framesiftBrowser ??= launchChromium({ ...process.env, [MARK]: undefined });
    browser = await ofProcess.framesiftBrowser;
  });
}

/** How a window is set up. */
export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly scale?: number;
  readonly reducedMotion?: boolean;
}

/**
 * Opens a window of its own. The test fails when a page throws, logs an error that no answer of the server explains,
 * breaks the content security policy, or asks another host for anything.
 */
export async function newWindow(app: WebHere, options: WindowOptions = {}): Promise<BrowserContext> {
  if (!browser) throw new Error('withBrowser() is missing in this file');
  const { width = 1440, height = 900, scheme = 'dark', scale = 1, reducedMotion = true } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    deviceScaleFactor: scale,
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    locale: 'en-GB',
    acceptDownloads: true,
  });
  const complaints: string[] = [];
  const watch = (page: Page) => {
    page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      // An answer that is an error is shown to the person, and by the browser in its console as well.
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (/^https?:/.test(url) && !url.startsWith(app.origin)) complaints.push(`another host: ${url}`);
    });
  };
  context.on('page', watch);
  onTestFinished(async () => {
    await context.close();
    expect(complaints.join('\n'), 'what the pages complained about').toBe('');
  });
  return context;
}

/** Opens the web app at an address behind the origin, with the token. */
export async function openPage(context: BrowserContext, app: WebHere, address = '/'): Promise<Page> {
  const page = await context.newPage();
  const separator = address.includes('?') ? '&' : '?';
  await page.goto(`${app.origin}${address}${separator}token=${app.token}`);
  return page;
}
