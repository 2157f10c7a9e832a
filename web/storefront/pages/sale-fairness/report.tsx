/**
 * What anybody needs to check a sale: what was promised before, what was told at the draw, what
 * became of the units, and a button that works it all out again in this browser.
 */
import type { ReplyOf } from '../../../client/request.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { Heading } from '../../shell/heading.tsx';
import { Verify } from './verify.tsx';

export type Report = ReplyOf<'GET /flash-sales/{saleId}/fairness'>;

export function FairnessPage({ name, report }: { name: string; report: Report }) {
  const { t } = useSpeech();
  return (
    <div className="page grid max-w-3xl grid-cols-1 gap-10 pt-8 pb-16">
      <div className="grid gap-3">
        <p>
          <Link to={`/sale/${report.saleId}`} className="link target">
            <bdi>{name}</bdi>
          </Link>
        </p>
        <Heading className="text-2xl">{t('fair.title')}</Heading>
        <p className="max-w-prose text-lg text-muted">{t('fair.lead')}</p>
      </div>
      <Units report={report} />
      <Draw report={report} />
      <Verify report={report} />
      <section className="grid gap-3">
        <h2 className="text-xl">{t('fair.how')}</h2>
        <ol className="grid max-w-prose list-decimal gap-2 ps-5">
          {(['hash', 'join', 'draw', 'rank', 'in'] as const).map((step) => (
            <li key={step}>{t(`fair.how.${step}`)}</li>
          ))}
        </ol>
        <details>
          <summary className="target cursor-pointer">{t('fair.method')}</summary>
          <p lang="en" dir="ltr" className="pt-2 text-sm wrap-anywhere text-muted">
            {report.method}
          </p>
        </details>
      </section>
    </div>
  );
}

/** Every unit that was set aside, and where it is. */
function Units({ report }: { report: Report }) {
  const { t, number } = useSpeech();
  const { allocation, sold, held, returned, state } = report;
  const free = allocation - sold - held - returned;
  const rows = [
    ['fair.units.all', allocation],
    ['fair.units.sold', sold],
    ['fair.units.held', held],
    ['fair.units.returned', returned],
    ['fair.units.free', free],
  ] as const;
  const isRight = free >= 0 && sold <= allocation;
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('fair.units')}</h2>
      <dl className="figures border-t border-line">
        {rows.map(([id, value]) => (
          <div key={id} className="flex justify-between gap-4 border-b border-line py-2.5">
            <dt className="text-muted">{t(id)}</dt>
            <dd className="font-semibold" suppressHydrationWarning>
              {number(value)}
            </dd>
          </div>
        ))}
      </dl>
      <p data-right={isRight} className="flex items-center gap-2 font-medium">
        <Icon name={isRight ? 'check' : 'warning'} className="size-5" />
        {t(isRight ? 'fair.units.right' : 'fair.units.wrong')}
      </p>
      {state !== 'ENDED' && <p className="text-sm text-muted">{t('fair.units.yet')}</p>}
    </section>
  );
}

function Draw({ report }: { report: Report }) {
  const { t, number } = useSpeech();
  const { seedHash, seed, people, tickets } = report;
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('fair.draw')}</h2>
      <dl className="grid gap-4">
        <div className="grid gap-1">
          <dt className="text-muted">{t('fair.hash')}</dt>
          <dd>
            <code className="text-sm break-all select-all">{seedHash}</code>
          </dd>
        </div>
        <div className="grid gap-1">
          <dt className="text-muted">{t('fair.seed')}</dt>
          <dd>
            {seed === null ? (
              t('fair.seed.secret')
            ) : (
              <code className="text-sm break-all select-all">{seed}</code>
            )}
          </dd>
        </div>
        <div className="flex justify-between gap-4 border-t border-line pt-3">
          <dt className="text-muted">{t('fair.people')}</dt>
          <dd className="figures font-semibold" suppressHydrationWarning>
            {people === null ? t('fair.people.yet') : number(people)}
          </dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="text-muted">{t('fair.late')}</dt>
          <dd className="figures font-semibold" suppressHydrationWarning>
            {number(people === null ? 0 : tickets - people)}
          </dd>
        </div>
      </dl>
    </section>
  );
}
