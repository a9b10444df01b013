import type { Page } from 'playwright-core';

/** What Tab met on a page. */
export interface TabWalk {
  /** Names of what has the focus one after the other. */
  readonly met: readonly string[];
  /** What can be used and was never reached. */
  readonly missed: readonly string[];
  /** What had the focus without a sign of it, or out of sight. */
  readonly unseen: readonly string[];
}

/** Marks everything that can be used with `data-stop`, and says what each is called. */
function markStops(): string[] {
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.id ?? ''} ${element.textContent?.slice(0, 40) ?? ''}`;
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const groups = new Set<string>();
  const stops = [...document.querySelectorAll<HTMLElement>(usable)].filter((element) => {
    if (element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]')) return false;
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    // Of radio buttons the chosen one stands for all; arrows reach the others.
    const chosen = document.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]:checked`);
    const known = groups.has(element.name) || (chosen !== null && chosen !== element);
    if (!known) groups.add(element.name);
    return !known;
  });
  for (const [place, element] of stops.entries()) element.dataset.stop = String(place);
  return stops.map(nameOf);
}

/** The place of what has the focus (-1: nothing has), where it is, and how it and what is around it look. */
function lookAt(place: number | null): { place: number; inSight: boolean; look: string } {
  const focused = place === null ? document.activeElement : document.querySelector(`[data-stop="${place}"]`);
  if (!(focused instanceof HTMLElement) || focused === document.body) {
    return { place: -1, inSight: false, look: '' };
  }
  const near = [focused, focused.parentElement, ...(focused.parentElement?.children ?? [])];
  const styles = near.flatMap((element) => {
    if (!element) return [];
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(element);
    return [
      outlineStyle,
      outlineStyle === 'none' ? '' : `${outlineWidth} ${outlineColor}`,
      boxShadow,
      borderColor,
    ];
  });
  const { left, right, top, bottom } = (
    focused.matches('input[type=radio], input[type=checkbox]') ? (focused.parentElement ?? focused) : focused
  ).getBoundingClientRect();
  const inSight = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return { place: Number(focused.dataset.stop ?? -2), inSight, look: styles.join('|') };
}

/** Goes through the whole page with Tab alone. */
export async function walkTabs(page: Page): Promise<TabWalk> {
  const names = await page.evaluate(markStops);
  await page.evaluate(() => document.body.focus());
  const met: string[] = [];
  const unseen: string[] = [];
  const reached = new Set<number>();
  for (let step = 0; step < names.length + 5 && reached.size < names.length; step++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(lookAt, null);
    const name = names[here.place];
    if (name === undefined || reached.has(here.place)) continue;
    reached.add(here.place);
    met.push(name);
    // The look without the focus is known when the focus has gone on.
    await page.evaluate((place) => {
      const element = document.querySelector<HTMLElement>(`[data-stop="${place}"]`);
      element?.blur();
    }, here.place);
    const after = await page.evaluate(lookAt, here.place);
    if (!here.inSight || here.look === after.look) unseen.push(name);
  }
  return { met, missed: names.filter((_, place) => !reached.has(place)), unseen };
}
