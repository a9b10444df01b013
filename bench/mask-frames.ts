// Follows an object with a SAM 2 model through made frames of the model's size. Arguments: model folder, frames before the
// memory is full, frames that are timed, threads. Prints "ready", waits for a line, prints what it took as JSON.
import { createInterface } from 'node:readline/promises';
import { openSam2Folder } from '../src/subject/packs/open-sam2-folder.ts';
import { EmbeddingCache } from '../src/subject/sam2/embedding-cache.ts';
import { Sam2Graphs } from '../src/subject/sam2/graphs.ts';
import { VideoTracker } from '../src/subject/sam2/video-tracker.ts';

const [, , folder = '', before = '8', timed = '4', threads = '2'] = process.argv;
const model = await openSam2Folder(folder);
const side = model.constants.image_size;
const length = 1 + Number(before) + Number(timed);
const graphs = await Sam2Graphs.open(model, { threads: Number(threads), gpu: false });
const frame = new Uint8Array(side * side * 3);
const input = async (number: number) => {
  for (let i = 0; i < frame.length; i++) frame[i] = (i * 7 + (i >> 9) * 13 + number * 31) & 255;
  return frame;
};
const embeddings = new EmbeddingCache(graphs, { input, bytes: 1 });
const tracker = new VideoTracker(graphs, { length, width: side, height: side, embeddings });
await tracker.addPoints(0, { box: [side * 0.3, side * 0.3, side * 0.7, side * 0.7], points: [], labels: [] });
const track = tracker.propagate();
for (let i = 0; i <= Number(before); i++) await track.next();
const lines = createInterface(process.stdin);
console.log('ready');
await new Promise((resolve) => lines.once('line', resolve));
const [wall, cpu] = [performance.now(), process.cpuUsage()];
let frames = 0;
for await (const _ of track) frames++;
const { user, system } = process.cpuUsage(cpu);
const took = { wall: (performance.now() - wall) / 1e3, cpu: (user + system) / 1e6, faces: 0, frames };
console.log(JSON.stringify(took));
lines.close();
await graphs.close();
