import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaceKey, PeopleFile } from '../../contract/run-files.ts';
import {
  faceId,
  forgottenPerson,
  type Nameable,
  namedPeople,
  tidyPeople,
  unnamedPeople,
  withReferences,
} from './people-changes.ts';

const key = (frame_number: number, face = 0): FaceKey => ({ frame_number, face });
const fileOf = (...people: readonly (readonly [string, ...FaceKey[]])[]): PeopleFile => ({
  schema_version: 1,
  people: people.map(([name, ...seeds]) => ({ name, seeds })),
  references: [],
});
const group = (medoid: FaceKey): Nameable => ({ name: null, seeds: [], medoid });
const person = (name: string, ...seeds: FaceKey[]): Nameable => ({ name, seeds, medoid: key(99) });

describe('changing who is who', () => {
  it('names a group by its medoid, and renames a person with all seeds', () => {
    const named = namedPeople(fileOf(), [group(key(7, 1))], ' Ada ');
    expect(named).toEqual(fileOf(['Ada', key(7, 1)]));
    const merged = fileOf(['Ada', key(2), key(7, 1)]);
    expect(namedPeople(merged, [person('Ada', key(2), key(7, 1))], 'Eva')).toEqual(
      fileOf(['Eva', key(2), key(7, 1)]),
    );
    expect(() => namedPeople(named, [group(key(1))], '  ')).toThrow(RangeError);
    expect(namedPeople(named, [], 'Eva')).toEqual(named);
  });

  it('merges people and groups, also with whoever has the name', () => {
    const before = fileOf(['Ada', key(2)], ['Bob', key(3)], ['Eva', key(9)]);
    const some = [person('Ada', key(2)), group(key(5)), person('Bob', key(3))];
    expect(namedPeople(before, some, 'Eva')).toEqual(fileOf(['Eva', key(2), key(3), key(5), key(9)]));
    expect(before.people).toHaveLength(3);
  });

  it('splits off one of the groups, takes names away, forgets', () => {
    const before = fileOf(['Ada', key(2), key(7)], ['Bob', key(3)]);
    expect(unnamedPeople(before, { seeds: [key(7)] })).toEqual(fileOf(['Ada', key(2)], ['Bob', key(3)]));
    expect(unnamedPeople(before, { seeds: [key(2), key(7)] })).toEqual(fileOf(['Bob', key(3)]));
    expect(forgottenPerson(before, 'Ada')).toEqual(fileOf(['Bob', key(3)]));
    expect(forgottenPerson(before, 'Nobody')).toEqual(before);
  });

  it('sets references and takes them back', () => {
    const reference = { person: 'Ada', file: 'ada.jpg', sha256: 'ab', embedding: 'ADw=' };
    const before = fileOf(['Ada', key(2)]);
    const after = withReferences(before, [reference]);
    expect(after).toEqual({ ...before, references: [reference] });
    expect(withReferences(after, [])).toEqual(before);
  });

  it('makes one person of a name that stands there twice, and one owner for each face', () => {
    const twice = fileOf(
      ['Bob', key(9), key(1)],
      ['Ada', key(4)],
      ['Bob', key(1), key(3, 2)],
      ['Eva', key(4)],
    );
    expect(tidyPeople(twice)).toEqual(fileOf(['Bob', key(1), key(3, 2), key(9)], ['Eva', key(4)]));
  });

  it('keeps every face with the one who got it last', () => {
    const keys = fc.uniqueArray(fc.record({ frame_number: fc.nat(9), face: fc.nat(2) }), {
      ...{ minLength: 1, maxLength: 4, selector: faceId },
    });
    const steps = fc.array(fc.tuple(fc.constantFrom('Ada', 'Bob', 'Eva', null), keys), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (changes) => {
        let file = fileOf();
        const owner = new Map<string, string>();
        for (const [name, seeds] of changes) {
          for (const seed of seeds) {
            if (name === null) owner.delete(faceId(seed));
            else owner.set(faceId(seed), name);
          }
          file = name === null ? unnamedPeople(file, { seeds }) : namedPeople(file, seeds.map(group), name);
        }
        const found = file.people.flatMap(({ name, seeds }) =>
          seeds.map((seed) => [faceId(seed), name] as const),
        );
        expect(new Map(found)).toEqual(owner);
        expect(found).toHaveLength(owner.size);
        expect(tidyPeople(file)).toEqual(file);
      }),
    );
  });
});
