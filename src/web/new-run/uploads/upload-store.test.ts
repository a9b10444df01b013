import { describe, expect, it } from 'vitest';
import { type TransferEvents, UploadStore } from './upload-store.ts';

function storeWithOneFile() {
  const calls: string[] = [];
  const arrived: string[] = [];
  let events: TransferEvents | undefined;
  const store = new UploadStore(
    (_file, given) => {
      events = given;
      return { start: () => void calls.push('start'), pause: () => void calls.push('pause') };
    },
    (id) => void arrived.push(id),
  );
  store.send(new File(['0123456789'], 'clip.mp4'));
  const [one] = store.sending.value;
  if (!events || !one) throw new Error('nothing is sent');
  return { store, calls, arrived, events, key: one.key };
}

describe('UploadStore', () => {
  it('tells how much of a file has arrived', () => {
    const { store, events } = storeWithOneFile();
    expect(store.sending.value).toMatchObject([{ name: 'clip.mp4', size: 10, sent: 0, state: 'sending' }]);
    events.onProgress(4);
    expect(store.sending.value).toMatchObject([{ sent: 4 }]);
  });

  it('forgets a file that has arrived and says its id', () => {
    const { store, events, arrived } = storeWithOneFile();
    events.onDone('abc');
    expect(store.sending.value).toEqual([]);
    expect(arrived).toEqual(['abc']);
  });

  it('waits for the server without being asked, and goes on with the next byte', () => {
    const { store, events } = storeWithOneFile();
    events.onWaiting(true);
    expect(store.sending.value).toMatchObject([{ state: 'waiting' }]);
    events.onProgress(6);
    expect(store.sending.value).toMatchObject([{ state: 'sending', sent: 6 }]);
  });

  it('pauses and goes on', () => {
    const { store, calls, key } = storeWithOneFile();
    store.pause(key);
    expect(store.sending.value).toMatchObject([{ state: 'paused' }]);
    store.resume(key);
    expect(store.sending.value).toMatchObject([{ state: 'sending' }]);
    expect(calls).toEqual(['start', 'pause', 'start']);
  });

  it('keeps the reason of a failure until it goes on', () => {
    const { store, events, key } = storeWithOneFile();
    events.onFailed(new Error('too large'));
    expect(store.sending.value).toMatchObject([{ state: 'failed', error: new Error('too large') }]);
    store.resume(key);
    expect(store.sending.value).toMatchObject([{ state: 'sending', error: null }]);
  });

  it('stops what is taken from the list', () => {
    const { store, calls, key } = storeWithOneFile();
    store.dismiss(key);
    expect(calls).toEqual(['start', 'pause']);
    expect(store.sending.value).toEqual([]);
  });
});
