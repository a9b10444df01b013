import { UnstyledButton } from '@mantine/core';
import type { FilesAnswer } from '../../../contract/http.ts';
import classes from './file-dialog.module.css';

interface FileCrumbsProps {
  readonly folder: FilesAnswer;
  readonly onGo: (path: string | null) => void;
}

/** The way from the list of places to the folder shown; each part leads there. */
export function FileCrumbs({ folder, onGo }: FileCrumbsProps) {
  const here = folder.crumbs.at(-1);
  return (
    <nav aria-label="Folders above">
      <ol className={classes.crumbs}>
        <li>
          {here ? (
            <UnstyledButton className={classes.crumb} onClick={() => onGo(null)}>
              Places
            </UnstyledButton>
          ) : (
            <span className={classes.here}>Places</span>
          )}
        </li>
        {folder.crumbs.map(({ name, path }) => (
          <li key={path}>
            <span className={classes.slash} aria-hidden>
              /
            </span>
            {path === here?.path ? (
              <span className={classes.here} aria-current="location">
                {name}
              </span>
            ) : (
              <UnstyledButton className={classes.crumb} onClick={() => onGo(path)}>
                {name}
              </UnstyledButton>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
