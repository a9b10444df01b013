import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { messageOf } from '../api/api-error.ts';
import { pageWords } from '../new-run/form/option-words.ts';

interface ErrorNoticeProps {
  readonly error: unknown;
  /** What was being done, as a title; without it the error's own message is the title. */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** An error in the words of the contract: what happened and what to do, options by the names of their fields. */
export function ErrorNotice({ error, title, onRetry }: ErrorNoticeProps) {
  const { message, hint } = messageOf(error);
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? pageWords(message)}
    >
      {title && <Text size="sm">{pageWords(message)}</Text>}
      <Text size="sm">{pageWords(hint)}</Text>
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
