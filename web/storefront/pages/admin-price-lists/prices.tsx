/** Prices of a list: set, planned, changed and taken out, beside what everybody pays. */
import { useRef, useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { useApp } from '../../app.tsx';
import { Remove } from '../admin-pricing/remove.tsx';
import { Rows } from '../admin-pricing/rows.tsx';
import { Paged } from '../admin-pricing/paged.tsx';
import { PriceForm } from './price-form.tsx';
import { nameOf, noPrice, priceTyped, type Price, type TypedPrice } from './typed.ts';

export function Prices({ userId, listId }: { userId: string; listId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState<TypedPrice>(noPrice);
  const [round, setRound] = useState(0);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const { variantId } = typed;
  const one = variantId === '' ? {} : { variantId };
  const none =
    variantId === ''
      ? { title: t('lists.prices.none'), text: t('lists.prices.none.text') }
      : { title: t('lists.prices.none.of', { name: typed.name }), text: t('lists.prices.new') };
  const change = (kept: Price) => {
    setTyped(priceTyped(kept));
    form.current?.querySelector<HTMLInputElement>('[name=price]')?.focus();
  };
  return (
    <>
      <PriceForm
        ref={form}
        {...{ listId, typed }}
        onChange={setTyped}
        onSaved={() => {
          setGone(new Set());
          setRound(round + 1);
        }}
      />
      {variantId !== '' && (
        <div className="flex flex-wrap items-center gap-3 text-sm">
          <p role="status">{t('lists.prices.only', { name: typed.name })}</p>
          <Button size="sm" onClick={() => setTyped({ ...typed, variantId: '', name: '' })}>
            {t('lists.prices.all')}
          </Button>
        </div>
      )}
      <Paged<Price>
        key={`${variantId} ${round}`}
        name={`${userId} prices ${listId} ${variantId}`}
        ask={(query, signal) =>
          api.request('GET /admin/price-lists/{listId}/prices', {
            params: { listId },
            query: { ...query, ...one },
            ...(signal ? { signal } : {}),
          })
        }
      >
        {(rows) => (
          <Rows<Price>
            rows={rows.filter((row) => !gone.has(row.scheduleId))}
            none={none}
            keyOf={(row) => row.scheduleId}
            nameOf={nameOf}
            facts={(row) => <Facts price={row} />}
            action={(row) => (
              <div className="flex flex-wrap gap-2">
                <Button
                  size="sm"
                  aria-label={t('lists.prices.change.named', { name: nameOf(row) })}
                  onClick={() => change(row)}
                >
                  {t('lists.prices.change')}
                </Button>
                <Remove
                  name={nameOf(row)}
                  run={(key) =>
                    api.request('DELETE /admin/price-lists/{listId}/prices/{scheduleId}', {
                      params: { listId, scheduleId: row.scheduleId },
                      key,
                    })
                  }
                  onDone={() => setGone(new Set([...gone, row.scheduleId]))}
                >
                  <p>{t('lists.prices.remove.text')}</p>
                </Remove>
              </div>
            )}
          />
        )}
      </Paged>
    </>
  );
}

/** What members pay, what everybody pays, and from when to when. */
function Facts({ price: row }: { price: Price }) {
  const { t, money, date } = useApp().speech;
  const { price, currency, ordinary, status, from = null, until = null } = row;
  const moment = (iso: string) => date(iso, { dateStyle: 'medium', timeStyle: 'short' });
  const isIdle = ordinary !== null && price >= ordinary;
  return (
    <>
      <span className="figures font-semibold text-ink">{money(price, currency)}</span>
      <span className="figures">
        {ordinary === null
          ? t('lists.ordinary.none')
          : t('lists.ordinary', { price: money(ordinary, currency) })}
      </span>
      <Badge tone={status === 'running' ? 'accent' : 'warn'}>{t(`pricing.status.${status}`)}</Badge>
      {status === 'scheduled' && from !== null && (
        <span>{t('pricing.say.since', { time: moment(from) })}</span>
      )}
      {until !== null && <span>{t('pricing.say.until', { time: moment(until) })}</span>}
      {isIdle && <span className="w-full text-warn">{t('lists.idle')}</span>}
    </>
  );
}
