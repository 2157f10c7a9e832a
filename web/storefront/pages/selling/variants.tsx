// What is sold of a product: one line for each variant, with what it is called in the warehouse,
// what it costs, and what it differs in.
import { useState } from 'react';
import { newKey } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import { noVariant, optionCode, type VariantDraft } from './goods.ts';
import { useFault, type ProductFieldsProps } from './fields.ts';

const variants_max = 100;

export function Variants(props: ProductFieldsProps) {
  const { draft, onChange } = props;
  const { t } = useSpeech();
  const change = (key: string, by: Partial<VariantDraft>) =>
    onChange({
      variants: draft.variants.map((one) => (one.key === key ? { ...one, ...by } : one)),
    });
  const add = () => {
    const like = draft.variants.at(-1);
    const { price = '', weight_g = '' } = like ?? {};
    onChange({ variants: [...draft.variants, { ...noVariant(newKey()), price, weight_g }] });
  };
  const remove = (key: string) =>
    onChange({ variants: draft.variants.filter((one) => one.key !== key) });
  return (
    <fieldset className="grid grid-cols-1 gap-6">
      <legend className="mb-1 text-lg font-semibold">{t('goods.variants')}</legend>
      <p className="max-w-2xl text-muted">{t('goods.variants.text')}</p>
      <Options options={draft.options} onChange={(options) => onChange({ options })} />
      <ul className="grid grid-cols-1 border-t border-line">
        {draft.variants.map((one, at) => (
          <li key={one.key} className="border-b border-line py-5">
            <Line
              {...props}
              one={one}
              nth={at + 1}
              onSet={(by) => change(one.key, by)}
              {...(draft.variants.length > 1 ? { onRemove: () => remove(one.key) } : {})}
            />
          </li>
        ))}
      </ul>
      {draft.variants.length < variants_max && (
        <div>
          <Button onClick={add}>
            <Icon name="plus" className="size-4" />
            {t('goods.variant.add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

interface OptionsProps {
  options: readonly string[];
  onChange(options: readonly string[]): void;
}

/** What variants differ in: color, size … */
function Options({ options, onChange }: OptionsProps) {
  const { t } = useSpeech();
  const [text, setText] = useState(options.join(', '));
  const codes = text.split(/[\s,;]+/).filter((one) => one !== '');
  const wrong = codes.find((one) => !optionCode.test(one));
  return (
    <Field
      name="options"
      label={t('goods.options')}
      hint={t('goods.options.hint')}
      optional={t('selling.optional')}
      className="max-w-md"
      maxLength={200}
      autoComplete="off"
      value={text}
      error={wrong === undefined ? undefined : t('goods.options.wrong', { code: wrong })}
      onChange={({ target }) => {
        setText(target.value);
        const next = target.value.split(/[\s,;]+/).filter((one) => optionCode.test(one));
        onChange([...new Set(next)]);
      }}
    />
  );
}

interface LineProps extends ProductFieldsProps {
  one: VariantDraft;
  nth: number;
  onSet(by: Partial<VariantDraft>): void;
  /** Left out for the only one: a product has a variant. */
  onRemove?(): void;
}

function Line(props: LineProps) {
  const { draft, one, nth, onSet, onRemove } = props;
  const { t } = useSpeech();
  const fault = useFault(props);
  const { key } = one;
  const at = (field: string) => `variants/${nth - 1}/${field}`;
  const money = { inputMode: 'decimal', autoComplete: 'off', maxLength: 18 } as const;
  return (
    <div role="group" aria-label={t('goods.variant', { nth })} className="grid gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {draft.options.map((code) => (
          <Field
            key={code}
            name={`option-${code}-${key}`}
            label={code}
            maxLength={200}
            autoComplete="off"
            value={one.options[code] ?? ''}
            error={fault(`option-${code}-${key}`)}
            onChange={({ target }) => onSet({ options: { ...one.options, [code]: target.value } })}
          />
        ))}
        <Field
          name={`sku-${key}`}
          label={t('goods.sku')}
          maxLength={100}
          autoComplete="off"
          value={one.sku}
          error={fault(`sku-${key}`, at('sku'))}
          onChange={({ target }) => onSet({ sku: target.value })}
        />
        <Field
          {...money}
          name={`price-${key}`}
          label={t('goods.price', { currency: draft.currency })}
          value={one.price}
          error={fault(`price-${key}`, at('price'))}
          onChange={({ target }) => onSet({ price: target.value })}
        />
        <Field
          {...money}
          name={`sale-${key}`}
          label={t('goods.sale')}
          optional={t('selling.optional')}
          value={one.salePrice}
          error={fault(`sale-${key}`, at('salePrice'))}
          onChange={({ target }) => onSet({ salePrice: target.value })}
        />
        <Field
          {...money}
          name={`weight-${key}`}
          label={t('goods.weight')}
          optional={t('selling.optional')}
          value={one.weight_g}
          error={fault(`weight-${key}`, at('weight_g'))}
          onChange={({ target }) => onSet({ weight_g: target.value })}
        />
        <Field
          name={`size-${key}`}
          label={t('goods.size')}
          optional={t('selling.optional')}
          placeholder="300 × 200 × 100"
          maxLength={30}
          autoComplete="off"
          value={one.size}
          error={fault(`size-${key}`, at('size_mm'))}
          onChange={({ target }) => onSet({ size: target.value })}
        />
        <Field
          name={`barcode-${key}`}
          label={t('goods.barcode')}
          optional={t('selling.optional')}
          maxLength={100}
          autoComplete="off"
          value={one.barcode}
          error={fault(`barcode-${key}`, at('barcode'))}
          onChange={({ target }) => onSet({ barcode: target.value })}
        />
        {(one.variantId === null || one.units !== '') && (
          <Field
            {...money}
            name={`units-${key}`}
            label={t('goods.begin')}
            optional={t('selling.optional')}
            value={one.units}
            error={fault(`units-${key}`)}
            onChange={({ target }) => onSet({ units: target.value })}
          />
        )}
      </div>
      {onRemove !== undefined && (
        <div>
          <Button size="sm" kind="quiet" onClick={onRemove}>
            {t('goods.variant.remove', { nth })}
          </Button>
        </div>
      )}
    </div>
  );
}
