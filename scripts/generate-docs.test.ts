import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ANALYZE_OPTIONS } from '../src/contract/analyze-options.ts';
import { ERROR_TABLE } from '../src/contract/error-table.ts';
import { runEventSchema } from '../src/contract/events.ts';
import { flagOf } from '../src/contract/option-text.ts';
import { frameRecordSchema } from '../src/contract/record.ts';
import {
  manifestFileSchema,
  presetFileSchema,
  progressFileSchema,
  reviewFileSchema,
  runFileSchema,
} from '../src/contract/run-files.ts';
import { schemaFields, unionMembers } from '../src/contract/schema-fields.ts';
import { SERVER_OPTIONS } from '../src/contract/server-options.ts';
import { describedRoutes } from '../src/server/described-routes.ts';
import { table } from './docs-markdown.ts';
import { generatedPages, outdatedPages } from './generate-docs.ts';

const info = { title: 'test', version: '1' };
const pages = generatedPages();
const page = (path: string): string => pages.get(path) ?? '';

describe('generated pages', () => {
  it('name every option, record field and error', () => {
    for (const name of Object.keys(ANALYZE_OPTIONS))
      expect(page('docs/options.md')).toContain(`\`--${flagOf(name)}`);
    for (const name of Object.keys(SERVER_OPTIONS))
      expect(page('docs/options.md')).toMatch(new RegExp(`--(?:no-)?${flagOf(name)}\\b`));
    for (const path of Object.keys(
      describedRoutes().getOpenAPI31Document({ openapi: '3.1.0', info }).paths ?? {},
    ))
      expect(page('docs/http-api.md')).toContain(` ${path}\``);
    for (const key of Object.keys(frameRecordSchema.shape))
      expect(page('docs/metadata.md')).toContain(`\`${key}\``);
    for (const code of Object.keys(ERROR_TABLE))
      expect(page('docs/troubleshooting.md')).toContain(`## ${code}\n`);
  });

  it('hold no leftovers', () => {
    for (const text of pages.values()) expect(text).not.toMatch(/undefined|NaN|\[object|\| {2}\|/);
  });

  it('tell every field in words', () => {
    const schemas = [
      frameRecordSchema,
      runFileSchema,
      progressFileSchema,
      reviewFileSchema,
      manifestFileSchema,
      presetFileSchema,
    ];
    const fields = [
      ...schemas.flatMap((schema) => schemaFields(schema)),
      ...unionMembers(runEventSchema, 'event').flatMap((member) => member.fields),
    ];
    expect(fields.filter(({ description }) => description === '')).toEqual([]);
    expect(fields.length).toBeGreaterThan(80);
  });

  it('are out of date as soon as one letter differs', () => {
    const root = mkdtempSync(join(tmpdir(), 'framesift-test-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    expect(outdatedPages(root)).toHaveLength(4);
    mkdirSync(join(root, 'docs'));
    for (const [path, text] of pages) writeFileSync(join(root, path), text);
    expect(outdatedPages(root)).toEqual([]);
    writeFileSync(join(root, 'docs/options.md'), `${page('docs/options.md')} `);
    expect(outdatedPages(root)).toEqual(['docs/options.md']);
  });
});

describe('table', () => {
  it('keeps bars and line breaks inside their cells', () => {
    expect(table(['a'], [['x|y\nz']])).toBe('| a |\n| --- |\n| x\\|y z |');
  });
});
