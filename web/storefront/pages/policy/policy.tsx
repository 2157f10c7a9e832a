/** The four texts a shop must have. Words in i18n/locales/<language>/policies.json. */
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';
import { operator } from '../../operator.ts';
import type { Handle } from '../../page.ts';
import { Prose } from '../../shell/prose.tsx';

export const policies = {
  delivery: '/delivery',
  returns: '/returns-policy',
  privacy: '/privacy',
  terms: '/terms',
} as const;

type Policy = keyof typeof policies;

export function policyHandle(policy: Policy): Handle<null> {
  return {
    meta: ({ app }) => ({
      title: app.speech.t(`policies.${policy}.title`),
      description: app.speech.t(`policies.${policy}.description`),
    }),
    cache: () => ({ tags: ['categories'], ttl_s: 3600 }),
  };
}

export function PolicyPage({ policy }: { policy: Policy }) {
  const { t } = useSpeech();
  const values = { mail: operator.mail, operator: operator.name };
  const sections = (['1', '2', '3', '4', '5'] as const).map((nth) => ({
    title: t(`policies.${policy}.${nth}.title`),
    text: t(`policies.${policy}.${nth}.text`, values),
  }));
  const others = (Object.keys(policies) as Policy[]).filter((one) => one !== policy);
  return (
    <Prose
      title={t(`policies.${policy}.title`)}
      lead={t(`policies.${policy}.lead`)}
      sections={sections}
      aside={
        <>
          <nav aria-label={t('policies.more')} className="grid gap-2 rounded-lg bg-surface p-6">
            <h2 className="text-lg">{t('policies.more')}</h2>
            <ul className="grid gap-1">
              {others.map((one) => (
                <li key={one}>
                  <Link to={policies[one]} className="link target inline-block">
                    {t(`policies.${one}.title`)}
                  </Link>
                </li>
              ))}
              <li>
                <Link to="/help" className="link target inline-block">
                  {t('footer.help')}
                </Link>
              </li>
            </ul>
          </nav>
          <Notice>{t('policies.sample')}</Notice>
        </>
      }
    />
  );
}
