import { elsewhere, pageLoader, type Handle } from '../../page.ts';

export const loader = pageLoader(() => elsewhere('/help#contact', 301));

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('footer.help') }),
};

/** Never shown: contact is a part of the help page. */
export function Component() {
  return null;
}
