import { clsx } from 'clsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { choicesOf, labelOf, realOptions, searchFor, type Option } from './choose.ts';
import type { Product, ProductVariant } from './page.tsx';

export interface VariantPickerProps {
  product: Product;
  variant: ProductVariant | null;
}

/** Links, so that every variant has an address and the picker works without scripts. */
export function VariantPicker({ product, variant }: VariantPickerProps) {
  const options = realOptions(product.options);
  if (options.length === 0) return null;
  return (
    <div className="grid gap-5">
      {options.map((option) => (
        <OneOption key={option.code} option={option} {...{ product, variant, options }} />
      ))}
    </div>
  );
}

/** The colour beside its word, with a line around it on any ground; kept in forced colours. */
function Swatch({ color }: { color: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden="true"
      className="-ms-1.5 me-2 size-5 shrink-0 forced-color-adjust-none"
    >
      <circle cx="10" cy="10" r="9" fill={color} stroke="currentColor" />
    </svg>
  );
}

interface OneOptionProps extends VariantPickerProps {
  option: Product['options'][number];
  options: readonly Option[];
}

const chip =
  'inline-flex min-h-11 items-center rounded-full border px-4.5 text-sm font-medium ' +
  'hover:border-ink';

function OneOption({ option, options, product, variant }: OneOptionProps) {
  const speech = useSpeech();
  const { t } = speech;
  const { code } = option;
  const called = option.name === code ? speech.maybe(`product.option.${code}`) : null;
  const name = called ?? option.name;
  const choices = choicesOf(option, product.variants, { chosen: variant, options });
  const value = labelOf(option, variant?.attributes[code] ?? '');
  return (
    <div role="group" aria-label={name} className="grid gap-2">
      <p className="text-sm first-letter:uppercase">
        {t('product.chosen', { option: name, value })}
      </p>
      <ul className="flex flex-wrap gap-2">
        {choices.map((choice) => {
          const target = product.variants.find((one) => one.variantId === choice.variantId);
          const to =
            target === undefined
              ? `?${new URLSearchParams({ [code]: choice.value }).toString()}`
              : searchFor(target, options);
          const state = target === undefined ? t('product.missing') : t('product.out');
          const bad = !choice.inStock;
          return (
            <li key={choice.value}>
              <Link
                to={to}
                replace
                preventScrollReset
                aria-current={choice.chosen ? 'true' : undefined}
                title={bad ? state : undefined}
                className={clsx(
                  chip,
                  choice.chosen ? 'border-ink bg-ink text-canvas' : 'border-line-strong',
                  bad && !choice.chosen && 'border-dashed text-muted line-through',
                )}
              >
                {choice.color !== null && <Swatch color={choice.color} />}
                {choice.label}
                {bad && <span className="unseen">, {state}</span>}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
