import type { RunSummary } from '../../contract/http.ts';
import { endWords } from '../runs/run-end.ts';
import { Observable } from '../state/observable.ts';

const STORED_AT = 'framesift.tell-when-done';

const isPossible = () => 'Notification' in globalThis;
const isAllowed = () => isPossible() && Notification.permission === 'granted';

/**
 * Whether the desktop is to tell when a run is done: off; on; or denied, when the browser was told never to ask again;
 * or impossible, as on a page that is no secure context.
 */
export type TellingOutside = 'off' | 'on' | 'denied' | 'impossible';

function stored(): TellingOutside {
  if (!isPossible()) return 'impossible';
  if (Notification.permission === 'denied') return 'denied';
  return isAllowed() && globalThis.localStorage?.getItem(STORED_AT) === 'yes' ? 'on' : 'off';
}

/** The person's choice in this browser. */
export const tellingOutside = new Observable<TellingOutside>(stored());

/** Switches desktop notices; the browser asks for permission the first time. Call it only for a person's click. */
export async function switchTelling(on: boolean): Promise<void> {
  if (!isPossible()) return;
  if (on && !isAllowed()) await Notification.requestPermission();
  localStorage.setItem(STORED_AT, on && isAllowed() ? 'yes' : 'no');
  tellingOutside.value = stored();
}

/** Tells on the desktop that a run has ended, if that is wanted and its window is not in sight. */
export function tellOutside(run: RunSummary): void {
  if (tellingOutside.value !== 'on' || (document.visibilityState === 'visible' && document.hasFocus()))
    return;
  const { title, text } = endWords(run);
  // The tag makes one notice of those that several tabs give.
  const notice = new Notification(title, { body: text, tag: `framesift-${run.id}`, icon: '/icon.svg' });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}
