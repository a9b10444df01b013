import type { FeaturesAnswer, OptionFactsView } from '../../../contract/http.ts';
import { Panel } from '../../parts/panel.tsx';
import { OptionField } from '../form/option-field.tsx';
import { applies, currentValue, missingFor } from '../form/option-rules.ts';
import { type SourceKind, suits } from '../form/source-options.ts';
import type { RunForm } from '../form/use-run-form.ts';
import { MethodCard } from './method-card.tsx';
import classes from './method-cards.module.css';
import { type Estimate, methodHelp, methodObstacle } from './method-words.ts';

/** The option that decides which frames are looked at, and the number that stands on the card of its method. */
const METHOD = 'method';
const ON_THE_CARD = 'interval';

/** The section that these cards show instead of a list of fields. */
export const METHOD_SECTION = 'extraction';

interface MethodCardsProps {
  readonly form: RunForm;
  readonly features: FeaturesAnswer | undefined;
  readonly estimates: readonly Estimate[];
  readonly kind: SourceKind;
}

/** Which frames are looked at: a card for each method, below it the options that only the chosen one has. */
export function MethodCards({ form, features, estimates, kind }: MethodCardsProps) {
  const { options, state } = form;
  const facts = options.find(({ name }) => name === METHOD);
  if (!facts) return null;
  const chosen = currentValue(facts, state.given);
  const inline = options.find(({ name }) => name === ON_THE_CARD);
  const belongsTo = (option: OptionFactsView, method: string) =>
    option.applies_when?.option === METHOD && option.applies_when.values.includes(method);
  const details = options.filter(
    (option) =>
      option.section === METHOD_SECTION &&
      option !== facts &&
      option !== inline &&
      suits(option.name, kind) &&
      applies(option, options, state.given),
  );
  return (
    <Panel aria-label="Frames">
      <fieldset className={classes.cards}>
        <legend className={classes.legend}>Frames to look at</legend>
        {(facts.choices ?? []).map((method) => (
          <MethodCard
            key={method}
            form={form}
            method={method}
            chosen={method === chosen}
            help={methodHelp(method, kind)}
            obstacle={methodObstacle(method, kind)}
            onChoose={() => form.set(facts, method)}
            estimate={estimates.find((estimate) => estimate.method === method) ?? null}
            inline={inline && method === chosen && belongsTo(inline, method) ? inline : null}
          />
        ))}
      </fieldset>
      {details.length > 0 && (
        <div className={classes.details}>
          {details.map((option) => (
            <OptionField
              key={option.name}
              form={form}
              facts={option}
              missing={missingFor(features, option)}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}
