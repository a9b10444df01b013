import { comboOf } from './key-combo.ts';
import { actionOf, keySettings } from './key-settings.ts';
import { KEY_LAYERS, type KeyId, type KeyLayer, type KeyScope } from './key-table.ts';
import { keepsKey } from './key-target.ts';

/** What an action does. */
export type KeyHandler = (event: KeyboardEvent) => void;
/** What a layer does with its keys; a held key is told once more when it is let go (`keyup`). */
export type KeyHandlers = Partial<Record<KeyId, KeyHandler>>;

interface OpenLayer {
  readonly scope: KeyScope;
  readonly handlers: () => KeyHandlers;
}

/** The open layers; the topmost one owns the keys, the page has those that no layer names. */
export class KeyLayers {
  readonly #open: OpenLayer[] = [];
  /** Held keys by the name of the physical key, with what to call when they are let go. */
  readonly #held = new Map<string, KeyHandler>();

  /** Opens a layer; returns what closes it. Handlers are asked for at each key, so they may change. */
  open(scope: KeyScope, handlers: () => KeyHandlers): () => void {
    const layer = { scope, handlers };
    this.#open.push(layer);
    return () => {
      const place = this.#open.indexOf(layer);
      if (place >= 0) this.#open.splice(place, 1);
    };
  }

  /** The layer that owns the keys; null while none is open. */
  get top(): KeyLayer | null {
    return KEY_LAYERS.findLast((name) => this.#open.some(({ scope }) => scope === name)) ?? null;
  }

  #handlerOf(id: KeyId, scope: KeyScope): KeyHandler | undefined {
    return this.#open.findLast((layer) => layer.scope === scope && layer.handlers()[id])?.handlers()[id];
  }

  /** Calls what a pressed key stands for, and keeps the event from everything else. */
  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const combo = comboOf(event);
    if (combo === null) return;
    if (event.target instanceof Element && keepsKey(event.target, combo)) return;
    const layer = this.top;
    const entry = actionOf(combo, layer ?? 'page', keySettings.value);
    if (!entry) return;
    const id = entry.id as KeyId;
    const scope = layer && entry.scopes.includes(layer) ? layer : 'page';
    const handler = this.#handlerOf(id, scope);
    if (!handler) return;
    event.preventDefault();
    if (entry.hold) {
      if (event.repeat) return;
      this.#held.set(event.code, handler);
    }
    performance.mark('sift:key');
    handler(event);
  };

  /** Tells the end of a held key. */
  readonly keyUp = (event: KeyboardEvent): void => {
    const handler = this.#held.get(event.code);
    if (!handler) return;
    this.#held.delete(event.code);
    handler(event);
  };
}

/** The layers of this page. */
export const keyLayers = new KeyLayers();
