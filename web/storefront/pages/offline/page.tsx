import { unreached } from '../../../client/problem.ts';
import type { Handle } from '../../page.ts';
import { Failed } from '../../shell/error-page.tsx';

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('failed.offline.title'), noindex: true }),
  cache: () => ({ tags: [], ttl_s: 3600 }),
};

/** What the service worker shows when a page cannot be reached. */
export function Component() {
  return <Failed problem={unreached('offline')} />;
}
