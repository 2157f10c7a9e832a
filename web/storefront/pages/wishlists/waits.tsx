import { newKey, type ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';

type Alert = ReplyOf<'GET /alerts'>['data'][number];

/** What the person waits for, wherever it was asked, and the way to wait no more. */
export function Waits({ userId, round }: { userId: string; round: number }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const alerts = useQuery(`alerts ${userId} ${round}`, (signal) =>
    api.request('GET /alerts', { query: { limit: 100 }, signal }),
  );
  const all = alerts.data?.data ?? [];
  // Told once and over: nothing is waited for.
  const open = all.filter(({ state, repeat }) => state !== 'IDLE' || repeat);
  const stop = ({ alertId }: Alert) =>
    action.run(async () => {
      const call = { params: { alertId }, key: newKey() };
      await api.request('DELETE /alerts/{alertId}', call);
      alerts.reload();
    });
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="waits-title" className="grid gap-4">
      <h2 id="waits-title" className="text-xl">
        {t('wishes.waits')}
      </h2>
      <FormProblem problem={action.problem} title={t('wishes.failed')} />
      <ul className="border-b border-line">
        {open.map((one) => (
          <li
            key={one.alertId}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line py-3"
          >
            <p className="min-w-0 wrap-anywhere">
              <Link to={placeOf(one)} className="font-semibold hover:underline">
                {one.query ?? one.name ?? t('wishes.unknown')}
              </Link>{' '}
              <span className="text-sm text-muted">{t(`wishes.waits.${one.kind}`)}</span>
            </p>
            <Button
              size="sm"
              kind="quiet"
              busy={action.busy}
              aria-label={t('wishes.stop.named', { name: one.query ?? one.name ?? '' })}
              onClick={() => void stop(one)}
            >
              {t('wishes.stop')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function placeOf({ query, slug, variantId }: Alert): string {
  if (query !== null) return `/search?${new URLSearchParams({ q: query }).toString()}`;
  return slug === null ? '/wishlists' : `/p/${slug}?variant=${variantId ?? ''}`;
}
