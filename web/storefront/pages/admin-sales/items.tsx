import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import { Chooser } from '../admin-pricing/chooser.tsx';
import type { TypedItem } from './plan.ts';

export interface ItemsProps {
  items: readonly TypedItem[];
  currency: string;
  fault(field: string): string | undefined;
  onChange(items: TypedItem[]): void;
}

/** What is in the sale: each thing with how many and for how much. */
export function Items({ items, currency, fault, onChange }: ItemsProps) {
  const { t } = useSpeech();
  const change = (at: number, some: Partial<TypedItem>) =>
    onChange(items.map((one, nth) => (nth === at ? { ...one, ...some } : one)));
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-2 text-lg font-semibold">{t('flash.items')}</legend>
      <ul className="grid grid-cols-1 gap-5">
        {items.map((item, at) => (
          <li key={item.variantId} className="grid grid-cols-1 gap-3 rounded-md bg-surface p-4">
            <div className="flex items-center justify-between gap-4">
              <p className="min-w-0 font-medium wrap-anywhere">
                <bdi>{item.name}</bdi>
              </p>
              <Button
                size="sm"
                kind="quiet"
                aria-label={t('flash.items.remove.named', { name: item.name })}
                onClick={() => onChange(items.filter((_, nth) => nth !== at))}
              >
                {t('flash.items.remove')}
              </Button>
            </div>
            {fault(`items/${at}/variantId`) !== undefined && (
              <p className="text-sm font-medium text-danger">{fault(`items/${at}/variantId`)}</p>
            )}
            <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
              <Field
                label={t('flash.items.quantity')}
                name={`quantity-${at}`}
                inputMode="numeric"
                autoComplete="off"
                maxLength={9}
                value={item.quantity}
                error={fault(`items/${at}/quantity`)}
                onChange={({ target }) => change(at, { quantity: target.value })}
              />
              <Field
                label={t('flash.items.price', { currency })}
                name={`price-${at}`}
                inputMode="decimal"
                autoComplete="off"
                maxLength={16}
                value={item.price}
                error={fault(`items/${at}/price`)}
                onChange={({ target }) => change(at, { price: target.value })}
              />
            </div>
          </li>
        ))}
      </ul>
      <Chooser
        what="variants"
        label={t('flash.items.add')}
        single
        chosen={[]}
        error={fault('items')}
        onChange={([one]) => {
          if (one === undefined || items.some(({ variantId }) => variantId === one.id)) return;
          onChange([...items, { variantId: one.id, name: one.name, quantity: '', price: '' }]);
        }}
      />
    </fieldset>
  );
}
