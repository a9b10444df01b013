import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelFacts } from './model-facts.ts';
import { readModelFile } from './model-file.ts';
import { OnnxWriter } from './onnx-writer.fixture.ts';
import { listProviders, PROVIDERS } from './providers.ts';
import { loadRuntime } from './runtime.ts';
import { openSession } from './session.ts';

const madeUp = (name: string) => path.resolve(import.meta.dirname, '../../tests/fixtures/faces', name);
const open = async (name: string, gpu: Parameters<typeof openSession>[1]['gpu'] = false) =>
  openSession(await readModelFile(madeUp(name)), { threads: 1, gpu });

describe('loadRuntime', () => {
  it('names what is missing, and the command that brings it', async () => {
    const missing = Object.assign(new Error("Cannot find package 'onnxruntime-node'\nRequire stack"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const failed = loadRuntime(() => Promise.reject(missing));
    await expect(failed).rejects.toMatchObject({
      code: 'inference_missing',
      exitCode: 3,
      message: expect.stringContaining("Cannot find package 'onnxruntime-node'"),
      hint: expect.stringContaining('npm install onnxruntime-node'),
    });
    await expect(failed).rejects.not.toThrow(/Require stack/);
  });

  it('finds the runtime again after a failure', async () => {
    await loadRuntime(() => Promise.reject(new Error('broken'))).catch(() => {});
    expect(await loadRuntime()).toBe(await loadRuntime());
  });
});

describe('providers', () => {
  it('are those that the runtime knows, with the processor last', async () => {
    const found = await listProviders();
    expect(found.at(-1)).toMatchObject({ name: 'cpu', installed: true });
    expect(PROVIDERS.find(({ name }) => name === 'cuda')?.install).toContain('npm rebuild onnxruntime-node');
  });

  it.each(['coreml', 'dml', 'cuda'] as const)(
    '%s where it is not to be had: the processor and a warning',
    async (gpu) => {
      const here = (await listProviders()).find(({ name }) => name === gpu);
      const session = await open('scrfd_6.onnx', gpu);
      if (here && session.provider === gpu) expect(session.warning).toBeNull();
      else
        expect(session).toMatchObject({
          provider: 'cpu',
          warning: expect.stringMatching(/^No .+ processor does the work/),
        });
      await session.close();
    },
  );

  it('the processor needs no warning', async () => {
    const session = await open('scrfd_6.onnx');
    expect(session).toMatchObject({ provider: 'cpu', warning: null });
    await session.close();
  });
});

describe('openSession', () => {
  it('gives outputs in the order of the graph, whatever their names', async () => {
    const session = await open('scrfd_9.onnx');
    expect(session.outputNames).toEqual(['448', '471', '494', '451', '474', '497', '454', '477', '500']);
    const outputs = await session.run({ data: new Float32Array(3 * 640 ** 2), shape: [1, 3, 640, 640] });
    expect(outputs.map(({ shape }) => shape)).toEqual(
      [1, 4, 10].flatMap((width) => [12800, 3200, 800].map((rows) => [rows, width])),
    );
    await session.close();
  });

  it('takes whole numbers and single numbers by name, and leaves out what the graph does not declare', async () => {
    const g = new OnnxWriter();
    const rows = g.input('rows', ['n', 2]);
    const skip = g.node('Unsqueeze', [g.input('skip', [], 'int64'), g.integers([0])]);
    const factor = g.node('Cast', [g.input('factor', [], 'int32')], { to: 1 });
    const rest = g.node('Slice', [rows, skip, g.integers([99]), g.integers([0])]);
    g.output(g.calc('Mul', rest, factor), 'out', ['m', 2]);
    const bytes = g.bytes();
    const facts = readModelFacts(bytes);
    if ('problem' in facts) throw new Error(facts.problem);
    expect(facts.inputs).toEqual([
      { name: 'rows', type: 'float32', shape: [null, 2] },
      { name: 'skip', type: 'int64', shape: [] },
      { name: 'factor', type: 'int32', shape: [] },
    ]);
    const session = await openSession({ file: 'made-up.onnx', bytes, facts }, { threads: 1 });
    const outputs = await session.runNamed({
      factor: { data: Int32Array.of(10), shape: [] },
      unknown: { data: Float32Array.of(1), shape: [1] },
      skip: { data: BigInt64Array.of(1n), shape: [] },
      rows: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
    });
    expect(outputs).toEqual(new Map([['out', { data: Float32Array.of(30, 40, 50, 60), shape: [2, 2] }]]));
    await expect(session.runNamed({})).rejects.toMatchObject({ code: 'inference_failed' });
    await session.close();
  });

  it('names the model when a run fails', async () => {
    const session = await open('scrfd_9.onnx');
    const failed = session.run({ data: new Float32Array(8), shape: [1, 8] });
    await expect(failed).rejects.toMatchObject({
      code: 'inference_failed',
      message: expect.stringContaining('scrfd_9.onnx'),
    });
    await session.close();
  });
});

describe('model files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'framesift-model-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('tell inputs, outputs and first nodes without the runtime', async () => {
    const { facts } = await readModelFile(madeUp('arcface_random_innorm.onnx'));
    expect(facts.inputs).toEqual([{ name: 'input.1', type: 'float32', shape: [null, 3, 112, 112] }]);
    expect(facts.outputs).toEqual([{ name: '683', type: 'float32', shape: [null, 512] }]);
    expect(facts.firstNodes.slice(0, 2)).toEqual([
      { name: 'Sub_0', operator: 'Sub' },
      { name: 'Mul_1', operator: 'Mul' },
    ]);
  });

  it('are refused wherever they are cut off', async () => {
    const bytes = await readFile(madeUp('scrfd_6.onnx'));
    for (let length = 0; length < bytes.length; length += 97) {
      const facts = readModelFacts(bytes.subarray(0, length));
      expect('problem' in facts ? facts.problem : 'usable', `${length} bytes`).toMatch(
        /empty|cut off|no ONNX/,
      );
    }
  });

  it('that the runtime refuses have a named error too', async () => {
    const bytes = Buffer.from(await readFile(madeUp('scrfd_6.onnx')));
    // An operator that does not exist, of the same length
    for (let at = bytes.indexOf('Gather'); at >= 0; at = bytes.indexOf('Gather', at + 1))
      bytes.write('Gathes', at);
    const file = path.join(folder, 'changed.onnx');
    await writeFile(file, bytes);
    const failed = openSession(await readModelFile(file), { threads: 1 });
    await expect(failed).rejects.toMatchObject({ code: 'model_invalid', exitCode: 3 });
  });

  it('that are not there have a named error', async () => {
    await expect(readModelFile(path.join(folder, 'none.onnx'))).rejects.toMatchObject({
      code: 'input_missing',
    });
  });
});
