import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';

const resultSchema = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullish(),
    help: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
  }),
);

/** The page as it is must have no serious or critical barrier, by the rules of WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // By way of the debugger, because the page's policy allows no foreign script.
  await page.evaluate(axe.source);
  const rules = {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    // Experimental: a cell's name says in words what its caption shows in two places.
    rules: { 'label-content-name-mismatch': { enabled: false } },
  };
  const found = await page.evaluate(
    `axe.run(document, ${JSON.stringify(rules)}).then((result) => result.violations)`,
  );
  const grave = resultSchema
    .parse(found)
    .filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const lines = grave.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary ?? ''}`),
  );
  expect(lines, `barriers on ${screen}`).toEqual([]);
}
