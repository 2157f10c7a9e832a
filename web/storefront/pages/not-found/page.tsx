import { notFound, pageLoader, type Handle } from '../../page.ts';

export const loader = pageLoader(() => notFound());

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('failed.missing.title'), noindex: true }),
};

/** Never shown: the loader always gives way to the error page, which has the status. */
export function Component() {
  return null;
}
