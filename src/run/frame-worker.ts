import { parentPort } from 'node:worker_threads';
import { FrameHand } from './frame-hand.ts';
import type { FrameReply, ThreadRequest } from './frame-protocol.ts';
import { workerFailure } from './worker-failure.ts';

const reply = (message: FrameReply) => parentPort?.postMessage(message);

/** Of the run that this thread works for; one run after the other. */
let hand: FrameHand | null = null;

async function receive(request: ThreadRequest): Promise<void> {
  if (request.type === 'begin') {
    hand = new FrameHand(request.data, (results) => reply({ type: 'frames', results }));
  } else if (request.type === 'leave') hand = null;
  else {
    if (!hand) throw new Error('asked for work before a run has begun');
    await hand.answer(request);
    reply({ type: 'ended' });
  }
}

parentPort?.on('message', async (request: ThreadRequest) => {
  try {
    await receive(request);
  } catch (thrown) {
    reply({ type: 'failed', ...workerFailure(thrown) });
  }
});
