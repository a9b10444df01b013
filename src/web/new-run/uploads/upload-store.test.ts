import { describe, expect, it } from 'vitest';
import { type FileFacts, UNKNOWN_FILE } from './file-facts.ts';
import { type TransferEvents, UploadStore } from './upload-store.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve));
const clip = (name = 'clip.mp4') => new File(['0123456789'], name);

/** A store whose look-ups answer what a test says, and what it does. */
function storeThatFinds(...found: (FileFacts | Promise<FileFacts>)[]) {
  const calls: string[] = [];
  const arrived: string[] = [];
  const transfers: { readonly events: TransferEvents; readonly facts: FileFacts }[] = [];
  const store = new UploadStore({
    lookUp: async () => found.shift() ?? UNKNOWN_FILE,
    transfer: (file, facts, events) => {
      transfers.push({ events, facts });
      return {
        start: () => void calls.push(`start ${file.name}`),
        pause: () => void calls.push(`pause ${file.name}`),
      };
    },
    onDone: async (id) => void arrived.push(id),
    onHere: (name, here) => void arrived.push(`${name} is ${here.path}`),
  });
  return { store, calls, arrived, transfers };
}

async function storeWithOneFile() {
  const made = storeThatFinds();
  made.store.send(clip());
  expect(made.store.sending.value).toMatchObject([{ state: 'checking' }]);
  await settle();
  const [one] = made.store.sending.value;
  const [transfer] = made.transfers;
  if (!transfer || !one) throw new Error('nothing is sent');
  return { ...made, events: transfer.events, key: one.key };
}

describe('UploadStore', () => {
  it('tells how much of a file has arrived', async () => {
    const { store, events } = await storeWithOneFile();
    expect(store.sending.value).toMatchObject([{ name: 'clip.mp4', size: 10, sent: 0, state: 'sending' }]);
    events.onBegun('abc');
    events.onProgress(4);
    expect(store.sending.value).toMatchObject([{ id: 'abc', sent: 4 }]);
  });

  it('forgets a file that has arrived and says its id', async () => {
    const { store, events, arrived } = await storeWithOneFile();
    events.onDone('abc');
    expect(store.sending.value).toHaveLength(1);
    await settle();
    expect(store.sending.value).toEqual([]);
    expect(arrived).toEqual(['abc']);
  });

  it('waits for the server without being asked, and goes on with the next byte', async () => {
    const { store, events } = await storeWithOneFile();
    events.onWaiting(true);
    expect(store.sending.value).toMatchObject([{ state: 'waiting' }]);
    events.onProgress(6);
    expect(store.sending.value).toMatchObject([{ state: 'sending', sent: 6 }]);
  });

  it('pauses and goes on', async () => {
    const { store, calls, key } = await storeWithOneFile();
    store.pause(key);
    expect(store.sending.value).toMatchObject([{ state: 'paused' }]);
    store.resume(key);
    expect(store.sending.value).toMatchObject([{ state: 'sending' }]);
    expect(calls).toEqual(['start clip.mp4', 'pause clip.mp4', 'start clip.mp4']);
  });

  it('keeps the reason of a failure until it goes on', async () => {
    const { store, events, key } = await storeWithOneFile();
    events.onFailed(new Error('too large'));
    expect(store.sending.value).toMatchObject([{ state: 'failed', error: new Error('too large') }]);
    store.resume(key);
    expect(store.sending.value).toMatchObject([{ state: 'sending', error: null }]);
  });

  it('stops what is taken from the list', async () => {
    const { store, calls, key } = await storeWithOneFile();
    store.dismiss(key);
    expect(calls).toEqual(['start clip.mp4', 'pause clip.mp4']);
    expect(store.sending.value).toEqual([]);
  });
});

describe('UploadStore, before it sends', () => {
  const facts = { fingerprint: 'f1', here: null, begun: null };

  it('sends nothing of a file that is here, and says which one it is', async () => {
    const here = { name: 'clip.mp4', path: '/uploads/clip.mp4' };
    const { store, calls, arrived } = storeThatFinds({ ...facts, here });
    store.send(clip('copy.mp4'));
    await settle();
    expect(arrived).toEqual(['copy.mp4 is /uploads/clip.mp4']);
    expect(calls).toEqual([]);
    expect(store.sending.value).toEqual([]);
  });

  it('goes on with what the server has of the file', async () => {
    const { store, transfers } = storeThatFinds({ ...facts, begun: 'abc' });
    store.send(clip());
    await settle();
    expect(transfers).toMatchObject([{ facts: { fingerprint: 'f1', begun: 'abc' } }]);
  });

  it('sends a file of which nothing can be found out', async () => {
    const { store, calls } = storeThatFinds(Promise.reject(new Error('it cannot be read')));
    store.send(clip());
    await settle();
    expect(calls).toEqual(['start clip.mp4']);
  });

  it('sends the same file once; choosing it again goes on after a pause', async () => {
    const { store, calls } = storeThatFinds(facts, facts, facts);
    store.send(clip());
    store.send(clip('copy.mp4'));
    await settle();
    expect(calls).toEqual(['start clip.mp4']);
    const [one] = store.sending.value;
    store.pause(one?.key ?? 0);
    store.send(clip('copy.mp4'));
    await settle();
    expect(calls).toEqual(['start clip.mp4', 'pause clip.mp4', 'start clip.mp4']);
    expect(store.sending.value).toMatchObject([{ name: 'clip.mp4', state: 'sending' }]);
  });

  it('does not begin what was stopped or paused meanwhile', async () => {
    const { store, calls, transfers } = storeThatFinds();
    store.send(clip('stopped.mp4'));
    store.send(clip('paused.mp4'));
    const [stopped, paused] = store.sending.value.map(({ key }) => key);
    store.dismiss(stopped ?? 0);
    store.pause(paused ?? 0);
    await settle();
    expect(transfers).toHaveLength(1);
    expect(calls).toEqual([]);
    store.resume(paused ?? 0);
    expect(calls).toEqual(['start paused.mp4']);
  });
});
