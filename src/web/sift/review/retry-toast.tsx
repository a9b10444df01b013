import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { messageOf } from '../../api/api-error.ts';
import { pageWords } from '../../new-run/form/option-words.ts';

const ID = 'marks-refused';

/** Says that marks could not be stored and were taken back, with a way to give them again. */
export function toastRetry(thrown: unknown, again: () => void): void {
  const { message, hint } = messageOf(thrown);
  notifications.hide(ID);
  notifications.show({
    id: ID,
    title: 'Marks were not stored',
    color: 'red',
    role: 'alert',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{pageWords(`${message} ${hint}`)}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(ID);
            again();
          }}
        >
          Try again
        </Button>
      </Stack>
    ),
  });
}
