/** All promotions, the newest first: what each does, whether it runs, and its switch. */
import { useApp } from '../../app.tsx';
import { DealList } from '../admin-pricing/deal-list.tsx';
import { PricingPage } from '../admin-pricing/frame.tsx';
import type { Promotion } from '../admin-pricing/terms.ts';
import { Used } from './used.tsx';

export function Component() {
  const { api, speech } = useApp();
  const { t } = speech;
  const words = {
    text: t('pricing.promotions.text'),
    add: t('pricing.promotions.add'),
    none: t('pricing.promotions.none'),
  };
  return (
    <PricingPage title={t('pricing.nav.promotions')}>
      {(userId) => (
        <DealList<Promotion>
          {...{ userId, words }}
          to="/admin/promotions"
          idOf={({ promotionId }) => promotionId}
          facts={(promotion) => <Used promotion={promotion} />}
          ask={(query, signal) =>
            api.request('GET /admin/promotions', { query, ...(signal ? { signal } : {}) })
          }
          onSwitch={(promotionId, { enabled, key }) =>
            api.request('POST /admin/promotions/{promotionId}/switch', {
              params: { promotionId },
              body: { enabled },
              key,
            })
          }
        />
      )}
    </PricingPage>
  );
}
