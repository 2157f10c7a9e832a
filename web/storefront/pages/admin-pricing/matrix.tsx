import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import { Scroll } from './scroll.tsx';
import { stacks, type Promotion, type PromotionBody } from './terms.ts';

/** As many as can be looked at. */
const shown_max = 12;

export interface MatrixProps {
  draft: PromotionBody;
  /** All that are not over, the draft's own left out. */
  others: readonly Promotion[];
}

/** Which of the promotions in force can be taken off a line together with the draft. */
export function Matrix({ draft, others }: MatrixProps) {
  const { t } = useSpeech();
  const rows = others.slice(0, shown_max);
  const title = t('pricing.stacking');
  if (rows.length === 0) return <p className="text-muted">{t('pricing.stacking.none')}</p>;
  const { exclusive = false, group = null } = draft;
  const first = { key: 'draft', name: t('pricing.draft'), exclusive, group };
  const all = [first, ...rows.map((one) => ({ ...one, key: one.promotionId }))];
  return (
    <div className="grid gap-2">
      <Scroll label={title}>
        <table className="text-sm">
          <caption className="unseen">{title}</caption>
          <thead>
            <tr>
              <td />
              {all.map((one, at) => (
                <th key={one.key} scope="col" className="px-2 py-2 font-medium">
                  <span aria-hidden="true">{at === 0 ? '★' : at}</span>
                  <span className="unseen">{one.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map((row, at) => (
              <tr key={row.key} className="border-t border-line">
                <th scope="row" className="max-w-56 py-2 pe-4 text-start font-medium">
                  <span className="flex gap-2">
                    <span aria-hidden="true" className="text-muted">
                      {at === 0 ? '★' : at}
                    </span>
                    <bdi className="truncate">{row.name}</bdi>
                  </span>
                </th>
                {all.map((column) => (
                  <td key={column.key} className="px-2 py-2 text-center">
                    {row === column ? (
                      <span aria-hidden="true">·</span>
                    ) : (
                      <Together yes={stacks(row, column)} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="text-sm text-muted">{t('pricing.stacking.text')}</p>
      {others.length > rows.length && (
        <p className="text-sm text-muted">
          {t('pricing.stacking.more', { count: others.length - rows.length })}
        </p>
      )}
    </div>
  );
}

function Together({ yes }: { yes: boolean }) {
  const { t } = useSpeech();
  return (
    <span className={yes ? 'text-accent' : 'text-danger'}>
      <Icon name={yes ? 'check' : 'close'} className="mx-auto size-4" />
      <span className="unseen">{t(yes ? 'pricing.stacking.yes' : 'pricing.stacking.no')}</span>
    </span>
  );
}
