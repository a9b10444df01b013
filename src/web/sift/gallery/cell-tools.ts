import type { Verdict } from '../../../contract/http.ts';
import classes from './gallery.module.css';

/** The frame that an element of the gallery belongs to; -1 = none. */
export function rowOfElement(target: EventTarget | null): number {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return cell ? Number(cell.dataset.row) : -1;
}

function button(action: 'pin' | 'reject', title: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.tabIndex = -1;
  made.className = classes.tool ?? '';
  made.dataset.action = action;
  made.title = title;
  return made;
}

/**
 * Two buttons that follow the pointer from cell to cell: a pair for all, and only for the pointer, as everybody else
 * has the keys and the buttons above and beside the gallery.
 */
export class CellTools {
  readonly #element = document.createElement('div');
  readonly #box: HTMLElement;

  /** @param keys what to write behind the words, such as ` (P)` */
  constructor(box: HTMLElement, keys: { readonly pin: string; readonly reject: string }) {
    this.#box = box;
    this.#element.className = classes.tools ?? '';
    this.#element.setAttribute('aria-hidden', 'true');
    this.#element.append(button('pin', `Pin${keys.pin}`), button('reject', `Reject${keys.reject}`));
    box.addEventListener('pointerover', this.#over);
    box.addEventListener('pointerleave', this.#leave);
  }

  /** Takes them away. */
  close(): void {
    this.#box.removeEventListener('pointerover', this.#over);
    this.#box.removeEventListener('pointerleave', this.#leave);
    this.#element.remove();
  }

  readonly #over = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return;
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    const picture = cell?.firstElementChild;
    if (!cell || !picture) this.#element.remove();
    else if (this.#element.parentElement !== picture && cell.clientWidth >= 110)
      picture.append(this.#element);
  };

  readonly #leave = (): void => this.#element.remove();
}

/** The verdict that a pressed element gives; undefined where it gives none. */
export function verdictOfElement(target: EventTarget | null): Verdict | undefined {
  const tool = target instanceof Element ? target.closest<HTMLElement>('[data-action]') : null;
  if (tool?.dataset.action === 'pin') return 'pin';
  return tool?.dataset.action === 'reject' ? 'reject' : undefined;
}
