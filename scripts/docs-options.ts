import { ANALYZE_OPTIONS } from '../src/contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../src/contract/criteria-options.ts';
import { EXPORT_OPTIONS } from '../src/contract/export-options.ts';
import { MODEL_OPTIONS } from '../src/contract/model-options.ts';
import { OPTION_SECTIONS, type OptionSpec, type OptionTable } from '../src/contract/option-spec.ts';
import { describeDefault, describeRange, flagOf } from '../src/contract/option-text.ts';
import { PROGRAM_OPTIONS } from '../src/contract/program-options.ts';
import { SERVER_OPTIONS } from '../src/contract/server-options.ts';
import { SHOT_OPTIONS } from '../src/contract/shot-options.ts';
import { capital, code, pageHead, table } from './docs-markdown.ts';

function flagCell(name: string, spec: OptionSpec): string {
  const flag = `--${flagOf(name)}`;
  const forms = spec.placeholder === null ? [flag, `--no-${flagOf(name)}`] : [`${flag} ${spec.placeholder}`];
  const old = spec.oldFlag ? [`(formerly ${code(spec.oldFlag)})`] : [];
  return [...forms.map(code), ...old].join(' ');
}

function appliesCell({ appliesWhen }: OptionSpec): string {
  if (!appliesWhen) return 'always';
  const values = appliesWhen.values.map((value) => {
    if (value === true) return code(`--${flagOf(appliesWhen.option)}`);
    if (value === false) return `no ${code(`--${flagOf(appliesWhen.option)}`)}`;
    return code(`--${flagOf(appliesWhen.option)} ${value}`);
  });
  return values.join(' or ');
}

function section(name: string, options: readonly (readonly [string, OptionSpec])[]): string {
  const rows = options.map(([option, spec]) => [
    flagCell(option, spec),
    spec.help,
    describeRange(spec),
    describeDefault(spec),
    appliesCell(spec),
  ]);
  return `### ${capital(name)}\n\n${table(['Option', 'What it does', 'Value', 'Default', 'Has an effect with'], rows)}\n`;
}

function chapter(title: string, introduction: string, options: OptionTable): string {
  const entries = Object.entries(options);
  const sections = OPTION_SECTIONS.map((name) => {
    const members = entries.filter(([, spec]) => spec.section === name);
    return members.length > 0 ? section(name, members) : '';
  });
  return `## ${title}\n\n${introduction}\n\n${sections.filter((text) => text !== '').join('\n')}`;
}

/** docs/options.md: every option of every command. */
export function optionsPage(): string {
  return [
    pageHead('Options', 'Every option with its range and default. Switches have a `--no-` form.'),
    chapter(
      '`framesift analyze`',
      'What is looked at, what is dropped at once, what is written.',
      ANALYZE_OPTIONS,
    ),
    chapter(
      '`framesift filter` and `framesift export`',
      'What is kept of a run. Both bounds of a range pass; a frame without a value fails the bound.',
      CRITERIA_OPTIONS,
    ),
    chapter(
      '`framesift export`',
      'How the pictures that pass are written. Without options they are copied, with metadata.jsonl and manifest.json.',
      EXPORT_OPTIONS,
    ),
    chapter(
      '`framesift shots`',
      'Where the shots of a video begin and end, in frame numbers (the end is the first frame behind) and seconds.',
      SHOT_OPTIONS,
    ),
    chapter(
      '`framesift` without a command',
      'The web app: starts a server on this machine and opens the page in the browser.',
      SERVER_OPTIONS,
    ),
    chapter(
      '`framesift models`',
      'Models for faces: listed, downloaded once on request, checked. Nothing else is sent.',
      MODEL_OPTIONS,
    ),
    chapter('Every command', 'Options that all commands take.', PROGRAM_OPTIONS),
  ].join('\n');
}
