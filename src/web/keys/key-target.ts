/** What of an element decides whether it needs a key for itself; a DOM element has all of it. */
export interface KeyTarget {
  readonly tagName: string;
  readonly isContentEditable?: boolean;
  getAttribute(name: string): string | null;
  closest(selector: string): unknown;
}

const TEXT_INPUTS = new Set(['text', 'search', 'number', 'email', 'url', 'tel', 'password', 'date', 'time']);

/** Whether text is typed into an element, so that no key but Escape may be taken from it. */
export function isTextField(target: KeyTarget): boolean {
  const tag = target.tagName.toLowerCase();
  if (tag === 'textarea' || tag === 'select' || target.isContentEditable === true) return true;
  return tag === 'input' && TEXT_INPUTS.has((target.getAttribute('type') ?? 'text').toLowerCase());
}

const PRESSED_BY_SPACE = 'button, summary, input, [role="button"], [role="switch"], [role="checkbox"]';
const PRESSED_BY_ENTER = 'button, summary, a[href], [role="button"]';
const MOVED_BY_ARROWS = 'input, [role="slider"], [role="tab"], [role="separator"]';
const OWN_LAYER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** Whether the element with the focus, or what it stands in, uses a combination itself. */
export function keepsKey(target: KeyTarget, combo: string): boolean {
  if (isTextField(target)) return true;
  if (target.closest(OWN_LAYER)) return true;
  const key = combo.split('+').at(-1) ?? '';
  if (combo === 'Space') return Boolean(target.closest(PRESSED_BY_SPACE));
  if (combo === 'Enter') return Boolean(target.closest(PRESSED_BY_ENTER));
  const moves = key.startsWith('Arrow') || key === 'Home' || key === 'End' || key.startsWith('Page');
  return moves && !combo.includes('Ctrl') && Boolean(target.closest(MOVED_BY_ARROWS));
}
