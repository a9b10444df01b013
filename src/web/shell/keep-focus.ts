/** Where the focus goes when what had it is gone: a dialog, the large picture, the gallery, the content of a page. */
const HOMES = '[data-focus-home], [role="dialog"]';

function isGone(element: HTMLElement): boolean {
  return !element.isConnected || element.matches(':disabled') || !element.checkVisibility();
}

function topmostHome(): HTMLElement | undefined {
  const homes = [...document.querySelectorAll<HTMLElement>(HOMES)];
  return homes.findLast((home) => !home.closest('[inert]') && home.checkVisibility());
}

/**
 * Keeps the focus on the page: a button that goes away or is switched off when it is pressed (the last undo, a reset,
 * a row that is deleted) would leave it nowhere, and Tab would begin at the top again.
 * @returns ends it
 */
export function keepFocus(): () => void {
  let last: HTMLElement | null = null;
  let frame = 0;
  const look = (): void => {
    frame = 0;
    if (last === null || document.activeElement !== document.body || !isGone(last)) return;
    topmostHome()?.focus({ preventScroll: true });
  };
  // A button that is switched off loses the focus only when the page is drawn again.
  const lookSoon = (): void => {
    if (frame === 0) frame = requestAnimationFrame(() => (frame = requestAnimationFrame(look)));
  };
  const note = ({ target }: FocusEvent): void => {
    last = target instanceof HTMLElement ? target : null;
  };
  const changes = new MutationObserver(lookSoon);
  changes.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  window.addEventListener('focusin', note);
  return () => {
    changes.disconnect();
    cancelAnimationFrame(frame);
    window.removeEventListener('focusin', note);
  };
}

/** Gives the focus up to where it is at home, as Escape in a field does. */
export function leaveField(): void {
  topmostHome()?.focus({ preventScroll: true });
}
