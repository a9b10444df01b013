import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchChromium } from './chromium.ts';
import type { WebApp } from './web-process.ts';

let browser: Browser | null = null;

/** Starts one browser for the tests of a file. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    browser = null;
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
export async function newWindow(app: WebApp, options: WindowOptions = {}): Promise<BrowserContext> {
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
export async function openPage(context: BrowserContext, app: WebApp, address = '/'): Promise<Page> {
  const page = await context.newPage();
  const separator = address.includes('?') ? '&' : '?';
  await page.goto(`${app.origin}${address}${separator}token=${app.token}`);
  return page;
}
