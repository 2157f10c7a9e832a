import { useSpeech } from '../../app.tsx';
import { operator } from '../../operator.ts';
import type { Handle } from '../../page.ts';
import { OperatorCard, Prose } from '../../shell/prose.tsx';
import { shopName } from '../../shell/title.ts';

export const handle: Handle<null> = {
  meta: ({ app }) => ({
    title: app.speech.t('about.title'),
    description: app.speech.t('about.description'),
    jsonLd: [
      {
        '@context': 'https://schema.org',
        '@type': 'Organization',
        name: shopName,
        legalName: operator.name,
        url: app.origin,
        email: operator.mail,
      },
    ],
  }),
  cache: () => ({ tags: ['categories'], ttl_s: 3600 }),
};

export function Component() {
  const { t } = useSpeech();
  const sections = (['1', '2', '3', '4'] as const).map((nth) => ({
    title: t(`about.${nth}.title`),
    text: t(`about.${nth}.text`),
  }));
  return (
    <Prose
      title={t('about.title')}
      lead={t('about.lead')}
      sections={sections}
      aside={<OperatorCard title={t('about.contact')} />}
    />
  );
}
