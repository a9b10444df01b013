import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkLengths, checkRooms } from './check-rooms.ts';
import { ROOMS } from './room-table.ts';
import { readSources } from './source-files.ts';

const check = (files: Record<string, string>) => checkRooms(new Map(Object.entries(files)));
const METRIC = { 'src/contract/metric.ts': 'export const a = 1;' };

describe('check-rooms', () => {
  it('accepts what the table allows', () => {
    const problems = check({
      ...METRIC,
      'src/select/order.ts': "import { a } from '../contract/metric.ts';\nimport { b } from './bins.ts';",
      'src/select/bins.ts': "export { a as b } from '../contract/metric.ts';",
      'src/run/read-run.ts': "import { readFile } from 'node:fs/promises';",
      'src/export/export.ts': "import '../run/read-run.ts';\nimport '../select/order.ts';",
      'src/cli/bin.ts':
        "import('../export/export.ts');\nimport json from '../../package.json' with { type: 'json' };",
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ['select', "import { x } from '../decode/probe.ts';"],
    ['contract', "import '../select/order.ts';"],
    ['presets', "export * from '../select/order.ts';"],
    ['export', "import { x } from '../run/pipeline.ts';"],
    ['decode', "const x = await import('../run/pipeline.ts');"],
    ['score', "type X = import('../decode/probe.ts').X;"],
    ['select', "const w = new Worker(new URL('../run/pipeline.ts', import.meta.url));"],
    ['run', "import '../cli/bin.ts';"],
    ['cli', "import '../web/app.tsx';"],
    ['decode', "import '../index.ts';"],
  ])('refuses in %s: %s', (room, text) => {
    const problems = check({
      'src/select/order.ts': '',
      'src/decode/probe.ts': '',
      'src/run/pipeline.ts': '',
      'src/cli/bin.ts': '',
      'src/web/app.tsx': '',
      'src/index.ts': '',
      [`src/${room}/made.ts`]: `\n${text}`,
    });
    expect(problems).toEqual([
      expect.stringMatching(`^src/${room}/made\\.ts:2: imports .*${room} may not import`),
    ]);
  });

  it('lets web take types from the server, and nothing else', () => {
    const files = { 'src/server/routes.ts': 'export const a = 1;' };
    const web = (text: string) => check({ ...files, 'src/web/client.ts': text });
    expect(web("import type { A } from '../server/routes.ts';")).toEqual([]);
    expect(web("import { type A } from '../server/routes.ts';")).toEqual([]);
    expect(web("import { type A, a } from '../server/routes.ts';")).toHaveLength(1);
  });

  it('reads files with elements in them like all others', () => {
    const files = { 'src/run/analyze.ts': '', 'src/web/panel.tsx': 'export const Panel = () => <p />;' };
    const page = (text: string) =>
      check({ ...files, 'src/web/page.tsx': `${text}\nconst page = <Panel a={<b>1</b>} />;` });
    expect(page("import { Panel } from './panel.tsx';")).toEqual([]);
    expect(page("import './page.module.css';")).toEqual([]);
    expect(page("import 'node:fs';")).toHaveLength(1);
    expect(page("import { analyze } from '../run/analyze.ts';")).toHaveLength(1);
    expect(page("const page = lazy(() => import('./gone.tsx'));")).toHaveLength(1);
    const test = { 'src/web/page.test.tsx': "import 'node:fs';\nconst page = <p />;" };
    expect(check({ ...files, ...test })).toEqual([]);
  });

  it.each(['node:fs', 'fs', 'fs/promises', 'path'])('keeps contract and select free of %s', (module) => {
    const text = `import '${module}';`;
    expect(check({ 'src/contract/made.ts': text, 'src/select/made.ts': text })).toHaveLength(2);
    expect(check({ 'src/select/made.test.ts': text, 'src/export/made.ts': text })).toEqual([]);
  });

  it('keeps onnxruntime in one room', () => {
    const text = "import * as ort from 'onnxruntime-node';";
    expect(check({ 'src/faces/made.ts': text, 'src/inference/session.ts': text })).toHaveLength(1);
  });

  it('refuses an unknown folder, a file that does not exist and sources that need test files', () => {
    expect(check({ 'src/utils/made.ts': '' })).toEqual([expect.stringContaining('src/utils: no such room')]);
    expect(check({ 'src/run/made.test.ts': "import './gone.ts';" })).toHaveLength(1);
    const fixture = { 'src/run/made.fixture.ts': '', 'src/run/made.ts': "import './made.fixture.ts';" };
    expect(check(fixture)).toHaveLength(1);
  });

  it('knows workers by the name they have once built', () => {
    const text = "new Worker(new URL('./frame-worker.js', import.meta.url));";
    expect(check({ 'src/run/pool.ts': text, 'src/run/frame-worker.ts': '' })).toEqual([]);
    expect(check({ 'src/run/pool.ts': text })).toHaveLength(1);
  });

  it('ends with exit code 1 as a program when something is wrong', () => {
    const root = mkdtempSync(join(tmpdir(), 'framesift-test-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    mkdirSync(join(root, 'src/select'), { recursive: true });
    const script = fileURLToPath(new URL('./check-rooms.ts', import.meta.url));
    writeFileSync(join(root, 'src/select/made.ts'), "import 'node:fs';\n");
    const words = ['--import', import.meta.resolve('tsx'), script];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: root });
    expect([status, String(stderr)]).toEqual([
      1,
      expect.stringContaining('src/select/made.ts:1: imports node:fs'),
    ]);
  });

  it('finds import cycles, also of one file and across folders', () => {
    const problems = check({
      'src/run/a.ts': "import './deep/b.ts';",
      'src/run/deep/b.ts': "import '../c.ts';",
      'src/run/c.ts': "import './a.ts';",
      'src/run/self.ts': "import './self.ts';",
    });
    expect(problems).toEqual([
      'import cycle: src/run/a.ts -> src/run/deep/b.ts -> src/run/c.ts -> src/run/a.ts',
      'import cycle: src/run/self.ts -> src/run/self.ts',
    ]);
  });

  it('takes no diamond for a cycle', () => {
    const files = {
      'src/run/a.ts': "import './b.ts'; import './c.ts';",
      'src/run/b.ts': "import './d.ts';",
      'src/run/c.ts': "import './d.ts';",
      'src/run/d.ts': '',
    };
    expect(check(files)).toEqual([]);
  });

  it('limits the length of files, generated ones excepted', () => {
    const lines = (count: number) => 'x\n'.repeat(count);
    const files = {
      'src/run/a.ts': lines(500),
      'src/run/b.ts': lines(501),
      'src/kernel/generated/c.ts': lines(900),
    };
    expect(checkLengths(new Map(Object.entries(files)))).toEqual([
      expect.stringContaining('src/run/b.ts: 501'),
    ]);
  });

  it('reads the sources of this repository', () => {
    const files = readSources(process.cwd(), ['src', 'no such folder']);
    expect(files.has('src/contract/metric.ts')).toBe(true);
    expect(Object.keys(ROOMS)).toContain('contract');
  });
});
