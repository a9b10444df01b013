import { expect, it } from 'vitest';
import { Refusals } from './refusals.ts';

const logging = () => {
  const lines: string[] = [];
  return { lines, refusals: new Refusals((level, message) => lines.push(`${level} ${message}`)) };
};

it('logs a refusal once for each kind and source', () => {
  const { lines, refusals } = logging();
  for (let i = 0; i < 1000; i++) {
    refusals.note('host', 'evil.com', 'the Host header names another server');
    refusals.note('token', '127.0.0.1', 'the token is missing or wrong');
    refusals.note('token', '192.168.1.7', 'the token is missing or wrong');
  }
  expect(lines).toEqual([
    'warn refused (host): the Host header names another server, from "evil.com"',
    'warn refused (token): the token is missing or wrong, from "127.0.0.1"',
    'warn refused (token): the token is missing or wrong, from "192.168.1.7"',
  ]);
});

it('is not filled by sources that are made up', () => {
  const { lines, refusals } = logging();
  for (let i = 0; i < 10_000; i++) refusals.note('host', `${i}${'x'.repeat(10_000)}`, 'no');
  expect(lines.length).toBeLessThan(60);
  expect(lines.at(-1)).toContain('further ones of this kind are not logged');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
  refusals.note('origin', 'null', 'another kind');
  expect(lines.at(-1)).toContain('another kind');
});

it('cannot be made to write a line of its own', () => {
  const { lines, refusals } = logging();
  refusals.note('host', 'a\nwarn everything is fine', 'no');
  expect(lines.join('').split('\n')).toHaveLength(1);
});
