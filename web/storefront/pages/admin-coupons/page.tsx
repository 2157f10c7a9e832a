/** All coupons, the newest first: what each takes off, how often it was used, and its switch. */
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { DealList } from '../admin-pricing/deal-list.tsx';
import { PricingPage } from '../admin-pricing/frame.tsx';
import { Uses } from './uses.tsx';

type Coupon = ReplyOf<'GET /admin/coupons'>['data'][number];

export function Component() {
  const { api, speech } = useApp();
  const { t } = speech;
  const words = { text: t('coupons.text'), add: t('coupons.add'), none: t('coupons.none') };
  return (
    <PricingPage title={t('pricing.nav.coupons')}>
      {(userId) => (
        <DealList<Coupon>
          {...{ userId, words }}
          to="/admin/coupons"
          idOf={({ couponId }) => couponId}
          ask={(query, signal) =>
            api.request('GET /admin/coupons', { query, ...(signal ? { signal } : {}) })
          }
          onSwitch={(couponId, { enabled, key }) =>
            api.request('POST /admin/coupons/{couponId}/switch', {
              params: { couponId },
              body: { enabled },
              key,
            })
          }
          facts={(coupon) => <Uses coupon={coupon} />}
        />
      )}
    </PricingPage>
  );
}
