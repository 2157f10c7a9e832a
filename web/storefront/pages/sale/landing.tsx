/**
 * A flash sale before, while and after it runs: its rules in plain words, what there is of each
 * thing, when the order is drawn, and the way into the line.
 */
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Link } from '../../../ui/link.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { Heading } from '../../shell/heading.tsx';
import { momentOf, useZone } from '../../sale/moments.ts';
import { tones } from '../../sale/tones.ts';
import { useMark } from '../../sale/use-mark.ts';
import { Door } from './door.tsx';

export type Sale = ReplyOf<'GET /flash-sales/{saleId}'>;

export function Landing({ sale }: { sale: Sale }) {
  const speech = useSpeech();
  const { t } = speech;
  const watch = useMark(sale.saleId);
  const state = watch.mark?.state ?? sale.state;
  const zone = useZone();
  const key = state === 'ENDED' ? 'sale.when.over' : 'sale.when';
  const when = t(key, {
    start: momentOf(speech, sale.startsAt, zone),
    end: momentOf(speech, watch.mark?.endsAt ?? sale.endsAt, zone),
  });
  return (
    <div className="page grid items-start gap-x-16 gap-y-8 pt-8 pb-16 lg:grid-cols-[1fr_24rem]">
      <div className="grid gap-3 lg:col-start-1">
        <p>
          <Badge tone={tones[state]}>{t(`sale.state.${state}`)}</Badge>
        </p>
        <Heading className="text-3xl wrap-anywhere">{sale.name}</Heading>
        <p className="text-lg text-muted" suppressHydrationWarning>
          {when}
        </p>
      </div>
      <aside className="lg:sticky lg:top-6 lg:col-start-2 lg:row-span-3 lg:row-start-1">
        <Door sale={sale} watch={watch} state={state} />
      </aside>
      <Items sale={sale} />
      <Rules sale={sale} />
    </div>
  );
}

function Items({ sale }: { sale: Sale }) {
  const { t } = useSpeech();
  return (
    <section className="grid gap-4 lg:col-start-1">
      <h2 className="text-xl">{t('sale.items')}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {sale.items.map((item) => (
          <ItemRow key={item.variantId} sale={sale} item={item} />
        ))}
      </ul>
    </section>
  );
}

function ItemRow({ sale, item }: { sale: Sale; item: Sale['items'][number] }) {
  const { t, money } = useApp().speech;
  const { name, imageUrl, productId, price, ordinaryPrice, quantity } = item;
  return (
    <li className="grid grid-cols-[5rem_1fr] items-center gap-4 py-4 sm:grid-cols-[7rem_1fr]">
      <Picture
        src={imageUrl}
        alt=""
        sizes="7rem"
        among={{ min: 96, max: 320 }}
        className="w-full rounded-md"
      />
      <div className="grid min-w-0 gap-1">
        <Link to={`/p/${productId}`} className="link text-lg font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </Link>
        <p className="figures flex flex-wrap items-baseline gap-x-2.5" suppressHydrationWarning>
          <span className="unseen">{t('sale.price')}</span>
          <strong>{money(price, sale.currency)}</strong>
          {ordinaryPrice > price && (
            <>
              <span className="unseen">{t('sale.price.ordinary')}</span>
              <s className="text-sm text-muted">{money(ordinaryPrice, sale.currency)}</s>
            </>
          )}
        </p>
        <p className="figures text-sm text-muted">{t('sale.units', { count: quantity })}</p>
      </div>
    </li>
  );
}

/** The operator's own words first, then what the machine does with everybody alike. */
function Rules({ sale }: { sale: Sale }) {
  const { t } = useSpeech();
  const { perPerson, perAddress, tokenSeconds, checkoutSeconds, saleId, seedHash } = sale;
  const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60));
  const own = sale.rules.split(/\n+/).filter((line) => line.trim() !== '');
  const rules = [
    t('sale.rule.draw'),
    t('sale.rule.person', { count: perPerson }),
    t('sale.rule.address', { count: perAddress }),
    t('sale.rule.claim', { count: minutes(sale.claimSeconds) }),
    t('sale.rule.token', { count: minutes(tokenSeconds) }),
    t('sale.rule.checkout', { count: minutes(checkoutSeconds) }),
  ];
  return (
    <>
      <section className="grid gap-4 lg:col-start-1">
        <h2 className="text-xl">{t('sale.rules')}</h2>
        {own.map((line, at) => (
          <p key={at} className="max-w-prose wrap-anywhere">
            <bdi>{line}</bdi>
          </p>
        ))}
        <ul className="grid max-w-prose list-disc gap-2 ps-5">
          {rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </section>
      <section className="grid gap-3 rounded-lg bg-surface p-5 lg:col-start-1">
        <h2 className="text-lg">{t('sale.fair')}</h2>
        <p className="max-w-prose">{t('sale.fair.text')}</p>
        <p className="text-sm text-muted">{t('sale.fair.hash')}</p>
        <code className="text-sm break-all select-all">{seedHash}</code>
        <p>
          <Link to={`/sale/${saleId}/fairness`} className="link target">
            {t('sale.fair.go')}
          </Link>
        </p>
      </section>
    </>
  );
}
