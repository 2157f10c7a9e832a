/** How many there are of a product, by variant and warehouse; changed by a number and a reason. */
import { useState, type FormEvent } from 'react';
import type { Client, ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { Asked } from './frame.tsx';
import type { Product } from './goods.ts';

type Level = ReplyOf<'GET /seller/inventory'>['data'][number];
type House = ReplyOf<'GET /seller/warehouses'>['data'][number];

const reasons = ['receipt', 'count', 'damage', 'loss', 'return', 'correction'] as const;

/** Pages of 100; a product in more warehouses than that shows the first 500 counters. */
const pages_max = 5;

async function levelsOf(api: Client, product: Product, signal: AbortSignal): Promise<Level[]> {
  const variantIds = product.variants.map(({ variantId }) => variantId).join(',');
  const all: Level[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages_max; page += 1) {
    const query = { variantIds, limit: 100, ...(cursor === null ? {} : { cursor }) };
    const part: ReplyOf<'GET /seller/inventory'> = await api.request('GET /seller/inventory', {
      query,
      signal,
    });
    all.push(...part.data);
    cursor = part.nextCursor;
    if (cursor === null) break;
  }
  return all;
}

export function Stock({ product }: { product: Product }) {
  const { api } = useApp();
  const { t } = useSpeech();
  const ids = product.variants.map(({ variantId }) => variantId).join(' ');
  const query = useQuery(`stock ${ids}`, async (signal) => {
    const [levels, houses] = await Promise.all([
      levelsOf(api, product, signal),
      api.request('GET /seller/warehouses', { signal }),
    ]);
    return { levels, houses: houses.data };
  });
  return (
    <section className="grid grid-cols-1 gap-4">
      <h2 className="text-lg">{t('goods.stock')}</h2>
      <Asked of={query}>
        {({ levels, houses }) => (
          <>
            <Levels {...{ product, levels, houses }} />
            {houses.length > 0 && <Adjust {...{ product, houses }} onDone={query.reload} />}
          </>
        )}
      </Asked>
    </section>
  );
}

const nameOf = (one: Product['variants'][number] | undefined): string => {
  const values = Object.values(one?.attributes ?? {}).join(', ');
  return values === '' ? (one?.sku ?? '') : `${one?.sku ?? ''} · ${values}`;
};

interface LevelsProps {
  product: Product;
  levels: readonly Level[];
  houses: readonly House[];
}

function Levels({ product, levels, houses }: LevelsProps) {
  const { t, number } = useSpeech();
  if (levels.length === 0) return <p className="text-muted">{t('goods.stock.none')}</p>;
  const cell = 'py-2 pe-4 text-start align-top';
  return (
    <div role="region" aria-label={t('goods.stock')} tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-lg text-sm">
        <thead>
          <tr className="border-b border-line text-muted">
            {(['variant', 'house', 'onHand', 'reserved', 'available'] as const).map((name) => (
              <th key={name} scope="col" className={`${cell} font-normal`}>
                {t(`goods.stock.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="figures">
          {levels.map((one) => (
            <tr key={`${one.variantId} ${one.warehouseId}`} className="border-b border-line">
              <td className={cell}>
                <bdi>{nameOf(product.variants.find((of) => of.variantId === one.variantId))}</bdi>
              </td>
              <td className={cell}>
                <bdi>{houses.find((of) => of.warehouseId === one.warehouseId)?.name ?? '–'}</bdi>
              </td>
              <td className={cell}>{number(one.onHand)}</td>
              <td className={cell}>{number(one.reserved)}</td>
              <td className={`${cell} ${one.available <= one.lowAt ? 'text-warn' : ''}`}>
                {number(one.available)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface AdjustProps {
  product: Product;
  houses: readonly House[];
  onDone(): void;
}

/** By a difference, never by a new total: what was sold meanwhile stays sold. */
function Adjust({ product, houses, onDone }: AdjustProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [variantId, setVariant] = useState(product.variants[0]?.variantId ?? '');
  const [warehouseId, setHouse] = useState(houses[0]?.warehouseId ?? '');
  const [delta, setDelta] = useState('');
  const [reason, setReason] = useState<(typeof reasons)[number]>('receipt');
  const [tried, setTried] = useState(false);
  const number = /^[+-]?\d{1,7}$/.test(delta.trim()) ? Number(delta) : 0;
  const change = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (number === 0) return;
    const body = { variantId, warehouseId, delta: number, reason };
    void action
      .run((key) => api.request('POST /seller/inventory/adjustments', { body, key }))
      .then((fine) => {
        if (!fine) return;
        setDelta('');
        setTried(false);
        onDone();
      });
  };
  return (
    <form noValidate onSubmit={change} className="grid gap-4 rounded-lg bg-surface p-5">
      <h3 className="font-semibold">{t('goods.adjust')}</h3>
      <FormProblem problem={action.problem} />
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Select
          name="variant"
          label={t('goods.stock.variant')}
          value={variantId}
          onChange={({ target }) => setVariant(target.value)}
        >
          {product.variants.map((one) => (
            <option key={one.variantId} value={one.variantId}>
              {nameOf(one)}
            </option>
          ))}
        </Select>
        <Select
          name="warehouse"
          label={t('goods.stock.house')}
          value={warehouseId}
          onChange={({ target }) => setHouse(target.value)}
        >
          {houses.map((one) => (
            <option key={one.warehouseId} value={one.warehouseId}>
              {one.name}
            </option>
          ))}
        </Select>
        <Field
          name="delta"
          label={t('goods.adjust.by')}
          hint={t('goods.adjust.hint')}
          autoComplete="off"
          value={delta}
          error={tried && number === 0 ? t('goods.adjust.wrong') : undefined}
          onChange={({ target }) => setDelta(target.value)}
        />
        <Select
          name="reason"
          label={t('selling.why')}
          value={reason}
          onChange={({ target }) =>
            setReason(reasons.find((one) => one === target.value) ?? 'receipt')
          }
        >
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t(`goods.reason.${one}`)}
            </option>
          ))}
        </Select>
      </div>
      <div>
        <Button type="submit" busy={action.busy}>
          {t('goods.adjust.do')}
        </Button>
      </div>
    </form>
  );
}
