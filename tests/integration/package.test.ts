import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { certificates } from '../support/certificates.ts';
import { demoClip } from '../support/demo-clip.ts';
import { ROOT, temporaryFolder } from '../support/project.ts';

const npmFree = {
  ...certificates(),
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

it.runIf(EVERY_CASE)(
  'installs from its package into an empty folder, without development dependencies, and runs',
  async () => {
    const folder = temporaryFolder();
    const packed = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      cwd: ROOT,
      env: npmFree,
    });
    const tarball = /"filename":\s*"([^"]+\.tgz)"/.exec(packed.stdout)?.[1] ?? '';
    writeFileSync(path.join(folder, 'package.json'), '{"private":true,"type":"module"}');
    await execa('npm', ['install', '--omit=dev', path.join(folder, tarball)], { cwd: folder, env: npmFree });

    const manifest: { version: string } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const bin = path.join(folder, 'node_modules/.bin/framesift');
    const version = await execa(bin, ['--version'], { cwd: folder });
    expect(version.stdout).toBe(manifest.version);

    // The demo analyses its clip and exports the best frames; with a clip that is there already it makes none.
    mkdirSync(path.join(folder, 'downloads'));
    await copyFile(await demoClip(), path.join(folder, 'downloads/framesift-demo.mp4'));
    const demo = await execa(bin, ['demo'], { cwd: folder });
    expect(demo.stdout).toMatch(/\d+ of 90 frames pass \(dropped: /);
    const [, exported = ''] = /^export {2}(.+)$/m.exec(demo.stdout) ?? [];
    expect(existsSync(path.join(exported, 'manifest.json'))).toBe(true);
    expect(readdirSync(exported).filter((name) => name.startsWith('frame_')).length).toBeGreaterThan(9);

    const serving = execa(bin, ['--no-open', '--port', '0'], { cwd: folder });
    for await (const line of serving) {
      const page = await fetch(String(line).replace('Framesift: ', ''), { redirect: 'manual' });
      expect(page.status).toBe(303);
      const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
      const app = await fetch(new URL('/', page.url), { headers: { cookie } });
      expect(await app.text()).toContain('<div id="root">');
      serving.kill('SIGINT');
    }
    expect((await serving).exitCode).toBe(0);

    const script = "import { TOOL, METRICS } from 'framesift'; console.log(TOOL.version, METRICS.length);";
    writeFileSync(path.join(folder, 'use.js'), script);
    const library = await execa(process.execPath, ['use.js'], { cwd: folder });
    expect(library.stdout).toBe(`${manifest.version} 5`);
  },
  180_000,
);
