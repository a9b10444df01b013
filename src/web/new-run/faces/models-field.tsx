import { Select } from '@mantine/core';
import type { ModelsAnswer } from '../../../contract/model-http.ts';
import { FieldFrame, type FieldProps } from '../form/field-frame.tsx';
import { currentValue } from '../form/option-rules.ts';
import { facePacks, packStateWords } from './face-words.ts';

/** Which models find and compare faces, each with what is here of it; a folder of one's own stays as it was given. */
export function ModelsField({ models, ...field }: FieldProps & { readonly models: ModelsAnswer }) {
  const { form, facts } = field;
  const value = String(currentValue(facts, form.state.given));
  const packs = facePacks(models);
  const known = packs.map((pack) => ({
    value: pack.name,
    label: `${pack.name} (${packStateWords(pack)})`,
  }));
  const own = known.some((entry) => entry.value === value) ? [] : [{ value, label: `Own models: ${value}` }];
  const title = packs.find(({ name }) => name === value)?.title;
  return (
    <FieldFrame {...field} help={title ?? 'Models in a folder of your own.'}>
      {(control) => (
        <Select
          {...control}
          data={[...known, ...own]}
          value={value}
          allowDeselect={false}
          onChange={(next) => next !== null && form.set(facts, next)}
        />
      )}
    </FieldFrame>
  );
}
