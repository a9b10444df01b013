// Faces of raw 1920x1080 RGB frames with the default pack. Arguments: models' folder, file of frames, rounds, which part
// of the frames (0-based), of how many. Prints "ready", waits for a line, prints what it took as JSON.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { FaceReader } from '../src/faces/face-reader.ts';
import { FACEPLUGIN } from '../src/faces/packs/faceplugin.ts';
import { openKnownPack } from '../src/faces/packs/open-known-pack.ts';

const [, , folder = '', file = '', rounds = '1', part = '0', parts = '1'] = process.argv;
const [width, height] = [1920, 1080];
const bytes = readFileSync(file);
const frames = Array.from({ length: bytes.length / (width * height * 3) }, (_, i) => ({
  pixels: bytes.subarray(i * width * height * 3, (i + 1) * width * height * 3),
  width,
  height,
})).filter((_, i) => i % Number(parts) === Number(part));

const pack = await openKnownPack(FACEPLUGIN, [folder]);
// Python's side does not look at eyes either.
const reader = await FaceReader.open({ ...pack, eyes: null });
for (const frame of frames.slice(0, 4)) await reader.read(frame);
const lines = createInterface(process.stdin);
console.log('ready');
await new Promise((resolve) => lines.once('line', resolve));
const [wall, cpu] = [performance.now(), process.cpuUsage()];
let faces = 0;
for (let round = 0; round < Number(rounds); round++) {
  for (const frame of frames) faces += (await reader.read(frame)).length;
}
const { user, system } = process.cpuUsage(cpu);
const result = {
  wall: (performance.now() - wall) / 1e3,
  cpu: (user + system) / 1e6,
  faces,
  frames: frames.length * Number(rounds),
};
console.log(JSON.stringify(result));
lines.close();
await reader.close();
