import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { Scroll } from './scroll.tsx';

export interface StepRow {
  stage: string;
  lineNo: number | null;
  name: string;
  amount: number;
  /** The promotion, rule or price list. */
  promotionId?: string | null;
}

export interface StepsProps {
  label: string;
  steps: readonly StepRow[];
  currency: string;
  /** By the number of their line. */
  lines?: ReadonlyMap<number, string>;
  total: { label: string; amount: number };
}

const plain = new Set(['BASE', 'GOODS', 'SALE', 'SHIPPING', 'TAX']);

/** What it comes to after each step. */
function sumsOf(steps: readonly StepRow[]): number[] {
  let sum = 0;
  return steps.map(({ amount }) => (sum += amount));
}

/** How an amount came about: a row for each step, with its reason, and what it comes to. */
export function Steps({ label, steps, currency, lines, total }: StepsProps) {
  const { t, maybe, money } = useSpeech();
  const shown = steps.filter((step) => step.stage !== 'TOTAL');
  // Of several lines the steps stand one after another: a sum over them would say nothing.
  const sums = lines === undefined && shown.length > 1 ? sumsOf(shown) : null;
  return (
    <Scroll label={label}>
      <table className="w-full text-sm">
        <caption className="unseen">{label}</caption>
        <thead>
          <tr className="border-b border-line text-muted">
            <th scope="col" className="py-2 pe-4 text-start font-medium">
              {t('pricing.step')}
            </th>
            {lines !== undefined && (
              <th scope="col" className="py-2 pe-4 text-start font-medium">
                {t('pricing.step.for')}
              </th>
            )}
            <th scope="col" className="py-2 text-end font-medium">
              {t('pricing.step.amount')}
            </th>
            {sums !== null && (
              <th scope="col" className="py-2 ps-4 text-end font-medium">
                {t('pricing.step.after')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((step, at) => {
            const stage = maybe(`pricing.stage.${step.stage}`) ?? step.stage;
            return (
              <tr key={at} className="border-b border-line align-top">
                <td className="py-2 pe-4">
                  {stage}
                  {!plain.has(step.stage) && <Reason step={step} />}
                </td>
                {lines !== undefined && (
                  <td className="py-2 pe-4 text-muted">
                    <bdi>{step.lineNo === null ? '' : lines.get(step.lineNo)}</bdi>
                  </td>
                )}
                <td className="figures py-2 text-end whitespace-nowrap" suppressHydrationWarning>
                  {money(step.amount, currency)}
                </td>
                {sums !== null && (
                  <td
                    className="figures py-2 ps-4 text-end whitespace-nowrap text-muted"
                    suppressHydrationWarning
                  >
                    {money(sums[at] ?? 0, currency)}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th
              scope="row"
              colSpan={lines === undefined && sums === null ? 1 : 2}
              className="py-2 pe-4 text-start"
            >
              {total.label}
            </th>
            <td className="figures py-2 text-end whitespace-nowrap" suppressHydrationWarning>
              {money(total.amount, currency)}
            </td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

/** What it is called; a price list leads to its page. */
function Reason({ step: { stage, name, promotionId } }: { step: StepRow }) {
  if (stage !== 'LIST' || !promotionId) return <bdi className="block text-muted">{name}</bdi>;
  return (
    <Link to={`/admin/price-lists/${promotionId}`} className="target block underline">
      <bdi>{name}</bdi>
    </Link>
  );
}
