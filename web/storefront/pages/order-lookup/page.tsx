/** For guests without their mail at hand: number and e-mail open an order. */
import { useSpeech } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { LookupForm } from '../order/closed.tsx';

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('orders.lookup.title'), noindex: true }),
};

export function Component() {
  const { t } = useSpeech();
  return (
    <div className="page grid max-w-2xl gap-6 py-12">
      <h1 className="text-2xl">{t('orders.lookup.title')}</h1>
      <p className="text-lg text-muted">{t('orders.lookup.text')}</p>
      <LookupForm />
    </div>
  );
}
