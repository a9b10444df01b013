import type { Page } from 'playwright-core';

/** The query of the page's address, by name. */
export const searchOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

/** The button of the menu, which says which preset is in use. */
export const presetButton = (page: Page, name: string) =>
  page.getByRole('button', { name: `Preset: ${name}`, exact: true });

/** Opens the menu of the presets and takes one of its lines. */
export async function choosePreset(page: Page, line: string): Promise<void> {
  await page.getByRole('button', { name: /^Preset: / }).click();
  await page.getByRole('menuitem', { name: line, exact: true }).click();
  await page.getByRole('menu').waitFor({ state: 'hidden' });
}

/** Saves what the page sets as a preset. */
export async function savePresetAs(page: Page, name: string): Promise<void> {
  await choosePreset(page, 'Save as preset…');
  const dialog = page.getByRole('dialog', { name: 'Save as preset' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
}

/** Deletes a preset in its dialog, which stays open. */
export async function removePreset(page: Page, name: string): Promise<void> {
  await choosePreset(page, 'Delete or export presets…');
  await page.getByRole('button', { name: `Delete the preset ${name}` }).click();
  await page.getByText('No presets are saved yet.').waitFor();
}
