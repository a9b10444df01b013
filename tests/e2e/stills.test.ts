import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { photo, writePhotos } from '../support/photos.ts';
import { temporaryFolder } from '../support/project.ts';
import { galleryFrames, keptInBar } from '../support/sift-page.ts';
import { startWebApp } from '../support/web-app.ts';

withBrowser();

describe('a folder of photos', () => {
  it.runIf(EVERY_CASE)(
    'is picked, looked at, sifted by name and exported as the very files',
    async () => {
      const app = await startWebApp(temporaryFolder());
      const folder = path.join(app.home, 'Pictures/trip');
      const turned = await photo(4, 300, 200).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
      for (let i = 1; i <= 11; i++) {
        await writePhotos(folder, { [`IMG_${i}.jpg`]: photo(i, 300, 200).jpeg() });
      }
      await writePhotos(folder, {
        'turned.jpg': turned,
        'broken.jpg': 'no picture',
        'drawing.webp': photo(3, 200, 320).webp(),
        'more/far.jpg': photo(2, 300, 200).jpeg(),
      });
      const page = await openPage(await newWindow(app), app);
      await page.getByRole('button', { name: 'Pick from this machine' }).click();
      const dialog = page.getByRole('dialog');
      for (const name of [/^Home/, /^Pictures/, /^trip/]) await dialog.getByRole('option', { name }).click();
      await dialog.getByRole('button', { name: 'Use all 14 pictures of this folder' }).click();
      await dialog.waitFor({ state: 'hidden' });

      const card = page.getByRole('region', { name: 'Source' });
      await card.getByText('14', { exact: true }).waitFor();
      await expect.poll(() => card.getByRole('img').count()).toBe(7);
      expect(await page.getByRole('radio', { name: 'Scene cuts' }).isDisabled()).toBe(true);
      await page.getByText('Single pictures have no scenes.').waitFor();
      await page.getByRole('button', { name: 'Source', expanded: false }).click();
      expect(await page.getByRole('textbox', { name: 'Stream' }).count()).toBe(0);
      const files = page.getByRole('textbox', { name: 'Files of the folder' });
      await files.fill('**/*.jpg');
      await page.getByRole('button', { name: 'Start: 14 frames', exact: true }).waitFor();
      await files.fill('*.jpg');
      await page.getByRole('button', { name: 'Start: 13 frames', exact: true }).waitFor();
      await card.getByText('13', { exact: true }).waitFor();
      await files.fill('');
      await page.getByRole('button', { name: 'Start: 14 frames', exact: true }).click();

      await page
        .getByRole('link', { name: 'Sift 13 frames' })
        .or(page.getByRole('button', { name: 'Sift 13 frames' }))
        .click();
      await page.getByRole('grid').waitFor();
      expect(await keptInBar(page)).toEqual({ kept: 13, total: 14 });
      const cell = (name: string) => page.getByRole('gridcell', { name: new RegExp(`, ${name},`) });
      await cell('turned\\.jpg').click();
      const panel = page.getByRole('complementary', { name: 'Frame' });
      await panel.getByText('turned.jpg').waitFor();
      await cell('IMG_10\\.jpg').click();
      await page.keyboard.press('x');
      await expect.poll(() => keptInBar(page)).toEqual({ kept: 12, total: 14 });
      const kept = await galleryFrames(page);

      await page.getByRole('button', { name: /^Export \d+/ }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Export \d+/ })
        .click();
      await page.getByRole('dialog').getByRole('button', { name: 'Open folder' }).waitFor();
      const target = path.join(
        app.workspace,
        readdirSync(app.workspace).find((name) => name.startsWith('trip_exported_')) ?? '',
      );
      const names = readdirSync(target).filter((name) => name.startsWith('frame_'));
      expect(names.map((name) => Number(name.slice(6, 12)))).toEqual(kept);
      const records = readFileSync(path.join(target, 'metadata.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      for (const { original, filename } of records) {
        expect(
          readFileSync(path.join(target, filename)).equals(readFileSync(path.join(folder, original))),
          original,
        ).toBe(true);
      }
      expect(records.map(({ original }) => original)).not.toContain('IMG_10.jpg');
      expect((await sharp(path.join(target, records.at(-1).filename)).metadata()).orientation).toBe(6);
      expect(await app.stop()).toBe(0);
    },
    120_000,
  );
});
