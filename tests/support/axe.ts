import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';

const resultSchema = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullish(),
    help: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
  }),
);

/** The rules of WCAG 2.2 A and AA. */
const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  // Experimental: a cell's name says in words what its caption shows in two places.
  rules: { 'label-content-name-mismatch': { enabled: false } },
};
/** The rule that another colour scheme can break. */
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** Serious and critical barriers, a paragraph each. */
async function barriers(page: Page, rules: object): Promise<string[]> {
  const found = await page.evaluate(
    `axe.run(document, ${JSON.stringify(rules)}).then((result) => result.violations)`,
  );
  return resultSchema
    .parse(found)
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary ?? ''}`),
    );
}

/** Shows the page in a colour scheme, and waits until no colour is on its way any more. */
async function show(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' });
  const underWay =
    'document.getAnimations().filter((animation) => animation instanceof CSSTransition).length';
  await expect.poll(() => page.evaluate(underWay)).toBe(0);
}

/**
 * The page as it is must have no serious or critical barrier, by the rules of WCAG 2.2 A and AA; its colours neither in
 * the dark nor in the light scheme. Leaves the dark scheme on.
 */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // By way of the debugger, because the page's policy allows no foreign script.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source);
  if (EVERY_CASE) {
    await show(page, 'light');
    expect(await barriers(page, COLOURS), `barriers on ${screen}, light`).toEqual([]);
    await show(page, 'dark');
  }
  expect(await barriers(page, RULES), `barriers on ${screen}`).toEqual([]);
}
