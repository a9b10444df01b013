import { mkdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { runsAnswerSchema } from '../../src/contract/http.ts';
import { newWindow, openPage } from './browser.ts';
import { demoClip } from './demo-clip.ts';
import { type MadeRunOptions, makeRun } from './made-run.ts';
import type { WebHere } from './web-here.ts';
import { fetchRoute } from './web-process.ts';

/** The demo's clip in the person's folder of videos. */
export async function homeClip(app: WebHere, name = 'holiday clip.mp4'): Promise<string> {
  const folder = path.join(app.home, 'Videos');
  mkdirSync(folder, { recursive: true });
  await copyFile(await demoClip(), path.join(folder, name));
  return path.join(folder, name);
}

/** Frame numbers that the gallery shows, in its order, by walking through it with the keyboard alone. */
export async function galleryFrames(page: Page): Promise<number[]> {
  const grid = page.getByRole('grid');
  const total = Number(
    /([\d,.\s]+) frames? shown/.exec((await grid.getAttribute('aria-label')) ?? '')?.[1]?.replace(/\D/g, ''),
  );
  const found = new Map<number, number>();
  await grid.focus();
  await page.keyboard.press('Control+Home');
  for (let tries = 0; found.size < total && tries < 200; tries++) {
    const names = await grid
      .getByRole('gridcell')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''));
    for (const name of names) {
      const [, number, place] = /^Frame (\d+),.* (\d+) of \d+$/.exec(name) ?? [];
      if (number && place) found.set(Number(place), Number(number));
    }
    // Rows that were not drawn before the next ones came are met on another way from the top.
    await page.keyboard.press(
      names.some((name) => name.endsWith(`${total} of ${total}`)) ? 'Control+Home' : 'PageDown',
    );
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  }
  expect(found.size, 'frames met in the gallery').toBe(total);
  return [...found].sort(([a], [b]) => a - b).map(([, number]) => number);
}

/** What the bar says: frames kept, and all of them. */
export async function keptInBar(page: Page): Promise<{ kept: number; total: number }> {
  const text = await page.getByText(/\d of \d+ kept/).innerText();
  const [kept = Number.NaN, total = Number.NaN] = (text.match(/\d+/g) ?? []).map(Number);
  return { kept, total };
}

/** Makes a run of which every frame is kept, and opens Sift on it with the focus in the gallery, by Tab alone. */
export async function openMadeSift(
  app: WebHere,
  options: MadeRunOptions,
): Promise<{ page: Page; id: string }> {
  await makeRun(app.workspace, { rejected: 0, errors: 0, ...options });
  const { runs } = runsAnswerSchema.parse(await (await fetchRoute(app, '/runs')).json());
  const id = runs[0]?.id ?? '';
  const page = await openPage(await newWindow(app), app, `/runs/${id}/sift`);
  await page.getByRole('gridcell').first().waitFor();
  const isGrid = () => page.evaluate("document.activeElement?.getAttribute('role') === 'grid'");
  for (let tries = 0; !(await isGrid()) && tries < 80; tries++) await page.keyboard.press('Tab');
  return { page, id };
}
