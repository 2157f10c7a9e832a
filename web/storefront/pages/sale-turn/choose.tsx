/** Which unit, and how many of it: one press, and it is theirs. */
import { useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Select } from '../../../ui/field.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Choice, Choices } from '../checkout/choice.tsx';
import type { Sale } from '../sale/landing.tsx';

export interface ChooseProps {
  sale: Sale;
  ticket: string;
  onTaken(): void;
}

export function Choose({ sale, ticket, onTaken }: ChooseProps) {
  const { api, speech } = useApp();
  const { t, money, number } = speech;
  const { saleId, items, currency, perPerson } = sale;
  const [variantId, setVariantId] = useState(items[0]?.variantId ?? '');
  const [quantity, setQuantity] = useState(1);
  const action = useAction();
  const take = () =>
    action.run(async () => {
      const body = { ticket, variantId, quantity };
      await api.request('POST /flash-sales/{saleId}/claim', { params: { saleId }, body });
      onTaken();
    });
  const { problem } = action;
  const isBack = problem?.code === 'sale-not-yet' || problem?.code === 'sale-turn-over';
  const minutes = Math.max(1, Math.round(sale.tokenSeconds / 60));
  return (
    <div className="grid grid-cols-1 gap-6">
      <p className="max-w-prose text-lg text-muted">{t('sale.turn.lead', { count: minutes })}</p>
      {items.length > 1 ? (
        <Choices label={t('sale.turn.which')}>
          {items.map((item) => (
            <Choice
              key={item.variantId}
              name="variant"
              value={item.variantId}
              checked={item.variantId === variantId}
              onChoose={() => setVariantId(item.variantId)}
              title={item.name}
              text={t('sale.units', { count: item.quantity })}
              end={money(item.price, currency)}
            />
          ))}
        </Choices>
      ) : (
        items.map((item) => (
          <div key={item.variantId} className="grid grid-cols-[6rem_1fr] items-center gap-4">
            <Picture src={item.imageUrl} alt="" sizes="6rem" className="w-full rounded-md" />
            <p className="min-w-0">
              <strong className="block text-lg wrap-anywhere">
                <bdi>{item.name}</bdi>
              </strong>
              <span className="figures text-lg">{money(item.price, currency)}</span>
            </p>
          </div>
        ))
      )}
      {perPerson > 1 && (
        <Select
          label={t('sale.turn.quantity')}
          name="quantity"
          className="max-w-40"
          value={quantity}
          onChange={({ target }) => setQuantity(Number(target.value))}
        >
          {Array.from({ length: perPerson }, (_, at) => (
            <option key={at} value={at + 1}>
              {number(at + 1)}
            </option>
          ))}
        </Select>
      )}
      <FormProblem problem={problem} />
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" size="lg" busy={action.busy} onClick={() => void take()}>
          {t('sale.turn.take')}
        </Button>
        {isBack && (
          <ButtonLink to={`/sale/${saleId}/queue`} size="lg" data-document="">
            {t('sale.here.go')}
          </ButtonLink>
        )}
      </div>
    </div>
  );
}
