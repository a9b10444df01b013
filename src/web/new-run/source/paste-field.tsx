import { Alert, Button, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { FeaturesAnswer } from '../../../contract/http.ts';
import { missingFeature } from '../form/option-rules.ts';
import classes from './drop-zone.module.css';
import { readSourceText } from './source-text.ts';

interface PasteFieldProps {
  readonly features: FeaturesAnswer | undefined;
  readonly onUse: (source: string) => void;
}

/** Takes a path or an address, as copied from a file manager or a browser. */
export function PasteField({ features, onUse }: PasteFieldProps) {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const read = readSourceText(typed);
  const missing = missingFeature(features, 'urls');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (read.kind === 'path') onUse(read.path);
    if (read.kind === 'address' && !missing) onUse(read.address);
  };
  return (
    <form className={classes.paste} onSubmit={submit}>
      <TextInput
        aria-label="Path or address of a video"
        placeholder="Paste a path or an address"
        spellCheck={false}
        value={typed}
        error={asked && read.kind === 'unclear' ? read.problem : false}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAsked(false);
        }}
      />
      <Button type="submit" variant="default" disabled={read.kind === 'nothing'}>
        Use
      </Button>
      {read.kind === 'address' && missing && (
        <Alert
          className={classes.missing ?? ''}
          color="yellow"
          role="status"
          icon={<IconInfoCircle aria-hidden />}
          title="Addresses cannot be used here"
        >
          {missing.reason} {missing.enable} Until then, download the video and pick the file.
        </Alert>
      )}
    </form>
  );
}
