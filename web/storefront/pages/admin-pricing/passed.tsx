import { useSpeech } from '../../app.tsx';

export interface PassedProps {
  passed: readonly { promotionId: string; why: string }[];
  /** By id. */
  names: ReadonlyMap<string, string>;
}

/** What would have fitted and why it was not taken off. */
export function Passed({ passed, names }: PassedProps) {
  const { t, maybe } = useSpeech();
  if (passed.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="font-medium">{t('pricing.passed')}</p>
      <ul className="grid gap-1 text-muted">
        {passed.map(({ promotionId, why }, at) => (
          <li key={at}>
            <bdi>
              {promotionId === 'draft'
                ? t('pricing.draft')
                : (names.get(promotionId) ?? promotionId)}
            </bdi>
            {': '}
            {maybe(`pricing.passed.${why}`) ?? why}
          </li>
        ))}
      </ul>
    </div>
  );
}
