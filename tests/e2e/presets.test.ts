import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { newWindow, openPage, withBrowser } from '../support/browser.ts';
import { choosePreset, presetButton, removePreset, savePresetAs, searchOf } from '../support/preset-menu.ts';
import { temporaryFolder } from '../support/project.ts';
import { startWebHere } from '../support/web-here.ts';

withBrowser();

it('presets of New run are saved, loaded, reset, exported, deleted and imported; the address keeps the form', async () => {
  const folder = temporaryFolder();
  const stored = path.join(folder, 'presets');
  const app = await startWebHere(folder);
  const page = await openPage(await newWindow(app), app, '/new');
  const section = (name: string) => page.getByRole('button', { name, exact: true });
  const quality = page.getByRole('textbox', { name: 'JPG quality' });
  const options = {
    method: 'interval',
    interval: 2,
    preFilter: 'overall',
    preMinQuality: 33.5,
    jpgQuality: 80,
  };
  const texts = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));

  await page.getByRole('radio', { name: 'Interval' }).check();
  await page.getByRole('textbox', { name: 'Interval', exact: true }).fill('2');
  await section('Pre-filters').click();
  await page.getByRole('radiogroup', { name: 'Pre-filter' }).getByText('overall').click();
  await page.getByRole('textbox', { name: /^Minimum quality/ }).fill('33.5');
  await section('Output').click();
  await quality.fill('80');
  await expect.poll(() => searchOf(page)).toEqual(texts);
  await page.reload();
  await page.getByRole('radio', { name: 'Interval' }).and(page.locator(':checked')).waitFor();
  await page.getByRole('button', { name: 'Output 1 changed JPG quality 80' }).click();
  expect(await quality.inputValue()).toBe('80');

  await savePresetAs(page, 'Sharp stills');
  await presetButton(page, 'Sharp stills').waitFor();
  const [file = ''] = readdirSync(stored);
  expect(JSON.parse(readFileSync(path.join(stored, file), 'utf8')).options).toEqual(options);

  // Back to the defaults: one field, one section, everything.
  const { jpgQuality: _, ...withoutField } = texts;
  await page.getByRole('button', { name: 'JPG quality: Back to 95' }).click();
  await presetButton(page, 'not saved').waitFor();
  expect(await quality.inputValue()).toBe('95');
  await expect.poll(() => searchOf(page)).toEqual(withoutField);
  await page.getByRole('button', { name: 'Reset Pre-filters' }).click();
  await expect.poll(() => searchOf(page)).toEqual({ method: 'interval', interval: '2' });
  await choosePreset(page, 'Default');
  await expect.poll(() => searchOf(page)).toEqual({});
  expect(await page.getByRole('radio', { name: 'Keyframes' }).isChecked()).toBe(true);

  await choosePreset(page, 'Sharp stills');
  await expect.poll(() => searchOf(page)).toEqual(texts);
  expect(await quality.inputValue()).toBe('80');

  const download = page.waitForEvent('download');
  await choosePreset(page, 'Export to a file');
  const exported = path.join(folder, (await download).suggestedFilename());
  expect(path.basename(exported)).toBe('Sharp-stills.framesift.json');
  await (await download).saveAs(exported);
  expect(JSON.parse(readFileSync(exported, 'utf8'))).toMatchObject({ name: 'Sharp stills', options });

  // Deleting can be taken back; deleted again it is gone from the disk.
  await removePreset(page, 'Sharp stills');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Delete the preset Sharp stills' }).click();
  await page.getByText('No presets are saved yet.').waitFor();
  await page.keyboard.press('Escape');
  expect(existsSync(path.join(stored, file))).toBe(false);
  await presetButton(page, 'not saved').waitFor();

  await choosePreset(page, 'Default');
  const importing = async (name: string) => {
    const chooser = page.waitForEvent('filechooser');
    await choosePreset(page, 'Import from a file…');
    await (await chooser).setFiles(name);
  };
  await importing(exported);
  await page.getByText('The preset Sharp stills is loaded and saved.').waitFor();
  await presetButton(page, 'Sharp stills').waitFor();
  await expect.poll(() => searchOf(page)).toEqual(texts);

  // A file that is no preset changes nothing and is refused in words.
  const broken = path.join(folder, 'broken.json');
  await writeFile(broken, '{"name": "Broken"');
  await importing(broken);
  await page.getByRole('alert').filter({ hasText: 'broken.json' }).waitFor();
  await presetButton(page, 'Sharp stills').waitFor();
}, 120_000);
