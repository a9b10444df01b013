import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aRun } from '../api/run.fixture.ts';

const DONE = aRun({ state: 'done', counts: { processed: 9, kept: 4, rejected: 5, error: 0 } });

/** A browser whose person answers the question about permission in some way. */
function stubBrowser(permission: NotificationPermission, answer: NotificationPermission) {
  const notices: string[] = [];
  const stored = new Map<string, string>();
  class FakeNotification {
    static permission = permission;
    static requestPermission = vi.fn(async () => {
      FakeNotification.permission = answer;
      return answer;
    });
    constructor(title: string, { body, tag }: { body: string; tag: string }) {
      notices.push(`${title}: ${body} (${tag})`);
    }
  }
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  const window = { visibilityState: 'hidden', hasFocus: () => false };
  vi.stubGlobal('document', window);
  return { notices, window, ask: FakeNotification.requestPermission };
}

/** The module looks at the browser when it is loaded. */
const load = () => import('./tell-outside.ts');

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

describe('notices of the desktop', () => {
  it('are off, and nothing is asked, until a person switches them on', async () => {
    const { notices, ask } = stubBrowser('default', 'granted');
    const { tellingOutside, tellOutside, switchTelling } = await load();
    expect(tellingOutside.value).toBe('off');
    tellOutside(DONE);
    expect(ask).not.toHaveBeenCalled();
    await switchTelling(true);
    expect(tellingOutside.value).toBe('on');
    tellOutside(DONE);
    expect(notices).toEqual(['clip is done: 4 of 9 frames kept (framesift-aaaaaaaa)']);
    await switchTelling(false);
    tellOutside(DONE);
    expect(notices).toHaveLength(1);
  });

  it('stay off when the browser is told not to allow them', async () => {
    stubBrowser('default', 'denied');
    const { tellingOutside, switchTelling } = await load();
    await switchTelling(true);
    expect(tellingOutside.value).toBe('denied');
  });

  it('are not given while the window is in sight', async () => {
    const { notices, window } = stubBrowser('granted', 'granted');
    const { tellOutside, switchTelling } = await load();
    await switchTelling(true);
    window.visibilityState = 'visible';
    window.hasFocus = () => true;
    tellOutside(DONE);
    expect(notices).toEqual([]);
  });

  it('are impossible without the means of the browser', async () => {
    stubBrowser('default', 'granted');
    vi.stubGlobal('Notification', undefined);
    Reflect.deleteProperty(globalThis, 'Notification');
    expect((await load()).tellingOutside.value).toBe('impossible');
  });
});
