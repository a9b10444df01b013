import { NumberInput, Slider } from '@mantine/core';
import { Fragment } from 'react';
import { WEIGHT_NAMES } from '../../../contract/http.ts';
import { formatPercent } from '../../format/numbers.ts';
import { FieldFrame, type FieldProps } from './field-frame.tsx';
import { currentValue } from './option-rules.ts';
import classes from './weights-field.module.css';

/** Weights are mostly used like percents; a larger one can be typed. */
const SLIDER_END = 100;

const nameOf = (metric: string) => metric.charAt(0).toUpperCase() + metric.slice(1).replaceAll('_', ' ');

function numbersOf(value: unknown): (number | string)[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  return WEIGHT_NAMES.map((_, place) => {
    const one = list[place];
    return typeof one === 'number' || typeof one === 'string' ? one : 0;
  });
}

/** The weights of the five metrics, each with the share of the quality score that it comes to. */
export function WeightsField(field: FieldProps) {
  const { form, facts } = field;
  const draft = form.state.drafts[facts.name];
  const weights = numbersOf(draft ? draft.typed : currentValue(facts, form.state.given));
  const sum = weights.reduce<number>((total, weight) => total + (typeof weight === 'number' ? weight : 0), 0);
  const change = (place: number, weight: number | string): void =>
    form.set(
      facts,
      weights.map((old, other) => (other === place ? weight : old)),
    );
  return (
    <FieldFrame {...field} group>
      {({ id, disabled, error, 'aria-describedby': describedBy }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser
        <div
          className={classes.rows}
          role="group"
          aria-labelledby={`${id}-label`}
          aria-describedby={describedBy}
        >
          {WEIGHT_NAMES.map((metric, place) => {
            const weight = weights[place] ?? 0;
            const number = typeof weight === 'number' ? weight : 0;
            const share = sum > 0 ? formatPercent(number / sum) : '–';
            return (
              <Fragment key={metric}>
                <span aria-hidden>{nameOf(metric)}</span>
                <Slider
                  value={Math.min(number, SLIDER_END)}
                  min={0}
                  max={SLIDER_END}
                  label={null}
                  disabled={disabled}
                  thumbLabel={`${nameOf(metric)}, weight`}
                  thumbProps={{
                    'aria-valuetext': `${number}, ${share} of the quality score`,
                  }}
                  onChange={(next) => change(place, next)}
                />
                <NumberInput
                  aria-label={`${nameOf(metric)}, weight as a number`}
                  value={weight}
                  error={error}
                  disabled={disabled}
                  clampBehavior="none"
                  {...(facts.min === null ? {} : { min: facts.min })}
                  {...(facts.max === null ? {} : { max: facts.max })}
                  onChange={(next) => change(place, next)}
                />
                <span className={classes.share}>{share}</span>
              </Fragment>
            );
          })}
        </div>
      )}
    </FieldFrame>
  );
}
