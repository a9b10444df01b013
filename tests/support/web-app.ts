import { onTestFinished } from 'vitest';
import { launchWebApp, type WebApp } from './web-process.ts';

export { fetchRoute, type WebApp } from './web-process.ts';

/** {@link launchWebApp}; it ends with the test. */
export async function startWebApp(...options: Parameters<typeof launchWebApp>): Promise<WebApp> {
  const app = await launchWebApp(...options);
  onTestFinished(async () => void (await app.stop()));
  return app;
}
