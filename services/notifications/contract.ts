/** Error codes of notifications. No room calls this one; it listens. */
import { defineErrors } from '#kernel/core/error.ts';

export const notificationsErrors = defineErrors({
  'mail-not-found': {
    status: 404,
    title: 'Mail not found',
    explain: 'The development mailbox has no such mail, or it was swept away.',
    retryable: false,
  },
  'mail-not-sent': {
    status: 503,
    title: 'Mail not sent yet',
    explain: 'The mail server did not take a mail, or another sender holds it; it is tried again.',
    retryable: true,
  },
});
