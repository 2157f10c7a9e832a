/** Rules that move prices, the newest first: what each does, whether it holds, and its switch. */
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { DealList } from '../admin-pricing/deal-list.tsx';
import { PricingPage } from '../admin-pricing/frame.tsx';

type Rule = ReplyOf<'GET /admin/price-rules'>['data'][number];

export function Component() {
  const { api, speech } = useApp();
  const { t } = speech;
  const words = { text: t('rules.text'), add: t('rules.add'), none: t('rules.none') };
  return (
    <PricingPage title={t('pricing.nav.rules')}>
      {(userId) => (
        <DealList<Rule>
          {...{ userId, words }}
          to="/admin/rules"
          idOf={({ ruleId }) => ruleId}
          ask={(query, signal) =>
            api.request('GET /admin/price-rules', { query, ...(signal ? { signal } : {}) })
          }
          onSwitch={(ruleId, { enabled, key }) =>
            api.request('POST /admin/price-rules/{ruleId}/switch', {
              params: { ruleId },
              body: { enabled },
              key,
            })
          }
          facts={(rule) => <Facts rule={rule} />}
        />
      )}
    </PricingPage>
  );
}

/** Whose price it moves, and that it was left out of prices since it made no sense. */
function Facts({ rule }: { rule: Rule }) {
  const { t } = useApp().speech;
  return (
    <>
      <span>{t(`rules.moves.${rule.moves}`)}</span>
      {rule.broken !== null && <span className="text-danger">{t('rules.broken')}</span>}
    </>
  );
}
