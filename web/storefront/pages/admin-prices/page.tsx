/** Why a price: of any goods for a customer, a place and a time, and of each line of an order. */
import { useApp } from '../../app.tsx';
import { PricingPage } from '../admin-pricing/frame.tsx';
import { GoodsQuestion } from './goods-question.tsx';
import { OrderQuestion } from './order-question.tsx';

export function Component() {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t('pricing.nav.prices')} also={['support']}>
      {() => (
        <div className="grid grid-cols-1 items-start gap-12 lg:grid-cols-2">
          <OrderQuestion />
          <GoodsQuestion />
        </div>
      )}
    </PricingPage>
  );
}
