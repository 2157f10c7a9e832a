import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import { Chooser } from './chooser.tsx';
import type { FaultAt } from './faults.ts';
import { effectKinds, type Terms } from './terms.ts';

export interface FieldsProps {
  terms: Terms;
  faultAt: FaultAt;
  onChange(change: Partial<Terms>): void;
}

/** What is taken off. */
export function EffectFields({ terms, faultAt, onChange }: FieldsProps) {
  const { t } = useSpeech();
  const { kind } = terms;
  const text = (name: 'percent' | 'amount' | 'buy' | 'get', id: string, pointer: string) => (
    <Field
      name={name}
      label={id}
      inputMode="decimal"
      required
      value={terms[name]}
      error={faultAt(pointer)}
      onChange={({ target }) => onChange({ [name]: target.value })}
    />
  );
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-3 text-lg font-semibold">{t('pricing.effect')}</legend>
      <Select
        name="kind"
        label={t('pricing.effect.kind')}
        value={kind}
        error={faultAt('effect/kind') ?? (kind === 'free-shipping' ? faultAt('effect') : undefined)}
        onChange={({ target }) =>
          onChange({ kind: effectKinds.find((one) => one === target.value) ?? 'percent' })
        }
      >
        {effectKinds.map((one) => (
          <option key={one} value={one}>
            {t(`pricing.kind.${one}`)}
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        {kind === 'buy-get' && text('buy', t('pricing.buy'), 'effect/buy')}
        {kind === 'buy-get' && text('get', t('pricing.get'), 'effect/get')}
        {(kind === 'percent' || kind === 'buy-get') &&
          text('percent', t('pricing.percent'), 'effect/percent')}
        {kind === 'amount' && text('amount', t('pricing.amount'), 'effect/amount')}
        {(kind === 'fixed-price' || kind === 'bundle') &&
          text(
            'amount',
            t(kind === 'bundle' ? 'pricing.price.bundle' : 'pricing.price.unit'),
            'effect/price',
          )}
      </div>
      {kind === 'tiered' && <Tiers {...{ terms, faultAt, onChange }} />}
      {kind === 'bundle' && <Parts {...{ terms, faultAt, onChange }} />}
      {kind === 'gift' && <Gift {...{ terms, faultAt, onChange }} />}
      {kind !== 'free-shipping' && faultAt('effect') !== undefined && (
        <p role="alert" className="text-sm font-medium text-danger">
          {faultAt('effect')}
        </p>
      )}
    </fieldset>
  );
}

const tiers_max = 10;

function Tiers({ terms, faultAt, onChange }: FieldsProps) {
  const { t } = useSpeech();
  const { tiers } = terms;
  const put = (at: number, change: Partial<(typeof tiers)[number]>) =>
    onChange({ tiers: tiers.map((one, nth) => (nth === at ? { ...one, ...change } : one)) });
  return (
    <div className="grid gap-3">
      {tiers.map((tier, at) => (
        <div key={at} className="grid grid-cols-2 items-start gap-3">
          <Field
            label={t('pricing.tier.from')}
            inputMode="numeric"
            value={tier.quantity}
            error={faultAt(`effect/tiers/${at}/quantity`)}
            onChange={({ target }) => put(at, { quantity: target.value })}
          />
          <Field
            label={t('pricing.percent')}
            inputMode="decimal"
            value={tier.percent}
            error={faultAt(`effect/tiers/${at}/percent`)}
            onChange={({ target }) => put(at, { percent: target.value })}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        {tiers.length < tiers_max && (
          <Button
            size="sm"
            onClick={() => onChange({ tiers: [...tiers, { quantity: '', percent: '' }] })}
          >
            {t('pricing.tier.add')}
          </Button>
        )}
        {tiers.length > 1 && (
          <Button size="sm" kind="quiet" onClick={() => onChange({ tiers: tiers.slice(0, -1) })}>
            {t('pricing.tier.remove')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Parts({ terms, faultAt, onChange }: FieldsProps) {
  const { t } = useSpeech();
  const { parts } = terms;
  return (
    <div className="grid gap-3">
      <Chooser
        what="products"
        label={t('pricing.parts')}
        error={faultAt('effect/parts')}
        chosen={parts.map((part) => part.product)}
        onChange={(chosen) => {
          const known = new Map(parts.map((part) => [part.product.id, part]));
          onChange({
            parts: chosen.map((product) => known.get(product.id) ?? { product, quantity: '1' }),
          });
        }}
      />
      {parts.map(({ product, quantity }, at) => (
        <Field
          key={product.id}
          label={t('pricing.part.quantity', { name: product.name })}
          inputMode="numeric"
          value={quantity}
          error={faultAt(`effect/parts/${at}/quantity`)}
          onChange={({ target }) =>
            onChange({
              parts: parts.map((part, nth) =>
                nth === at ? { ...part, quantity: target.value } : part,
              ),
            })
          }
        />
      ))}
    </div>
  );
}

function Gift({ terms, faultAt, onChange }: FieldsProps) {
  const { t } = useSpeech();
  return (
    <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
      <Chooser
        what="variants"
        single
        label={t('pricing.gift')}
        error={faultAt('effect/variantId')}
        chosen={terms.gift === null ? [] : [terms.gift]}
        onChange={([gift = null]) => onChange({ gift })}
      />
      <Field
        name="giftQuantity"
        label={t('pricing.gift.quantity')}
        inputMode="numeric"
        value={terms.giftQuantity}
        error={faultAt('effect/quantity')}
        onChange={({ target }) => onChange({ giftQuantity: target.value })}
      />
    </div>
  );
}
