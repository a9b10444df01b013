import { describe, expect, it } from 'vitest';
import { checkDocstrings, undocumentedSymbols } from './check-docstrings.ts';

const names = (text: string) => undocumentedSymbols('made.ts', text).map(({ name }) => name);

describe('check-docstrings', () => {
  it('finds every kind of exported symbol without a doc comment', () => {
    const text = [
      'export const a = 1;',
      'export function b() {}',
      'export class C {}',
      'export interface D {}',
      'export type E = string;',
      'export enum F {}',
      '// no doc comment',
      'export async function g() {}',
      'const h = 1;',
      'export { h as renamed };',
    ].join('\n');
    expect(names(text)).toEqual(['a', 'b', 'C', 'D', 'E', 'F', 'g', 'h']);
  });

  it('accepts doc comments, on one overload for all of them', () => {
    const text = [
      '/** A number. */',
      'export const a = 1;',
      '/** Takes both. */',
      'export function b(x: string): void;',
      'export function b(x: number): void;',
      'export function b(x: unknown) {}',
      '/** Later exported. */',
      'const c = 1;',
      'export { c };',
    ].join('\n');
    expect(names(text)).toEqual([]);
  });

  it('asks nothing of private symbols and of re-exports', () => {
    expect(names("const a = 1;\nexport { b } from './b.ts';\nexport type { C } from './c.ts';")).toEqual([]);
  });

  it('does not accept an empty comment', () => {
    expect(names('/** */\nexport const a = 1;')).toEqual(['a']);
  });

  it('looks at the documented rooms, without tests and generated files', () => {
    const text = '\nexport const a = 1;';
    const files = new Map([
      ['src/select/a.ts', text],
      ['src/select/a.test.ts', text],
      ['src/select/a.fixture.ts', text],
      ['src/kernel/generated/a.ts', text],
      ['src/cli/a.ts', text],
      ['src/web/page.tsx', '\nexport const Page = () => <p />;'],
      ['src/web/page.test.tsx', text],
    ]);
    expect(checkDocstrings(files)).toEqual([
      'src/select/a.ts:2: a has no doc comment',
      'src/web/page.tsx:2: Page has no doc comment',
    ]);
  });
});
