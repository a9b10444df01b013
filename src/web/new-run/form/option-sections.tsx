import { Button } from '@mantine/core';
import { useState } from 'react';
import { FEATURES, type FeaturesAnswer, type OptionFactsView } from '../../../contract/http.ts';
import { Disclosure } from '../../parts/disclosure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { FacesSection } from '../faces/faces-section.tsx';
import { SubjectSection } from '../subject/subject-section.tsx';
import { isChanged } from './form-state.ts';
import { OptionField } from './option-field.tsx';
import { applies, currentValue, missingFeature, missingFor } from './option-rules.ts';
import classes from './option-sections.module.css';
import { labelOf, pageWords, sectionTitle, valueText } from './option-words.ts';
import { type SourceKind, suits } from './source-options.ts';
import type { RunForm } from './use-run-form.ts';

interface SectionProps {
  readonly form: RunForm;
  readonly features: FeaturesAnswer | undefined;
  readonly section: string;
  readonly kind: SourceKind;
}

/** The options of a section that have an effect now. */
function shownIn({ form, section, kind }: Omit<SectionProps, 'features'>): OptionFactsView[] {
  const { options, state } = form;
  return options.filter(
    (facts) => facts.section === section && suits(facts.name, kind) && applies(facts, options, state.given),
  );
}

function Section({ form, features, section, kind }: SectionProps) {
  const shown = shownIn({ form, section, kind });
  const changed = shown.filter((facts) => isChanged(form.state, facts));
  const wrong = shown.filter(({ name }) => form.state.drafts[name]);
  const [open, setOpen] = useState(wrong.length > 0);
  const words = changed.map((facts) => {
    return `${labelOf(facts.name)} ${valueText(facts, currentValue(facts, form.state.given))}`;
  });
  const title = sectionTitle(section);
  const reset = (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-label={`Reset ${title}`}
      onClick={() => form.reset(changed.map(({ name }) => name))}
    >
      Reset
    </Button>
  );
  return (
    <div className={classes.section}>
      <Disclosure
        title={title}
        badge={
          wrong.length > 0 ? `${wrong.length} to mend` : changed.length > 0 && `${changed.length} changed`
        }
        wrong={wrong.length > 0}
        summary={words.join(', ')}
        action={changed.length > 0 && reset}
        open={open}
        onToggle={setOpen}
      >
        <div className={classes.fields}>
          {shown.map((facts) => (
            <div key={facts.name} className={facts.kind === 'weights' ? classes.wide : undefined}>
              <OptionField form={form} facts={facts} missing={missingFor(features, facts)} />
            </div>
          ))}
        </div>
      </Disclosure>
    </div>
  );
}

interface MissingSectionProps {
  readonly features: FeaturesAnswer;
  readonly name: string;
  /** Section of its options, where that has another name. */
  readonly section?: string;
  readonly form: RunForm;
}

/** Features whose options this version does not have, with the reason. */
function MissingSection({ features, name, section = name, form }: MissingSectionProps) {
  const missing = missingFeature(features, name);
  if (!missing) return null;
  const given = form.options.filter((facts) => facts.section === section && isChanged(form.state, facts));
  return (
    <div className={`${classes.section} ${classes.off}`}>
      <h2>{sectionTitle(name)}</h2>
      <span>
        Off here. {pageWords(missing.reason)} {pageWords(missing.enable)}
      </span>
      {given.length > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => form.reset(given.map((facts) => facts.name))}
        >
          Leave {name} out of this run
        </Button>
      )}
    </div>
  );
}

/** The sections that are more than their options. */
const FACES = 'faces';
const MASKS = 'masks';
/** The feature that the options of the section belong to. */
const FEATURE_OF: Readonly<Record<string, string>> = { [FACES]: FACES, [MASKS]: 'subject' };

/** Features that a video or a run needs as a whole are named where the video is chosen. */
const NAMED_ELSEWHERE = new Set<string>(['analyze', 'urls']);

interface OptionSectionsProps {
  readonly form: RunForm;
  readonly features: FeaturesAnswer | undefined;
  /** Sections in order, those that stand elsewhere on the page left out. */
  readonly sections: readonly string[];
  /** What the run is made of: options that cannot matter to it are left out. */
  readonly kind: SourceKind;
}

/** Every option in its section, made from the option table of the server. */
export function OptionSections({ form, features, sections, kind }: OptionSectionsProps) {
  const used = sections.filter((section) =>
    form.options.some((facts) => facts.section === section && suits(facts.name, kind)),
  );
  const withOptions = new Set(
    form.options.flatMap(({ name, section }) => [name, FEATURE_OF[section] ?? section]),
  );
  const others = FEATURES.filter((name) => !withOptions.has(name) && !NAMED_ELSEWHERE.has(name));
  return (
    <Panel flush aria-label="Options">
      {used.map((section) => {
        const feature = FEATURE_OF[section];
        if (feature === undefined)
          return <Section key={section} form={form} features={features} section={section} kind={kind} />;
        if (features && missingFeature(features, feature)) {
          const parts = { features, form, section };
          return <MissingSection key={section} {...parts} name={feature} />;
        }
        return section === FACES ? (
          <FacesSection key={section} form={form} />
        ) : (
          <SubjectSection key={section} form={form} />
        );
      })}
      {features &&
        others.map((name) => <MissingSection key={name} features={features} name={name} form={form} />)}
    </Panel>
  );
}
