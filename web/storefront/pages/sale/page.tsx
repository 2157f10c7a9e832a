/** A flash sale: its landing page, the unit that one has, and the report that says it was fair. */
import { useLoaderData, useParams } from 'react-router';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { FairnessPage, type Report } from '../sale-fairness/report.tsx';
import { TurnPage } from '../sale-turn/turn.tsx';
import { Landing, type Sale } from './landing.tsx';

interface Data {
  sale: Sale;
  /** Of the page that shows it. */
  report: Report | null;
}

const parts = ['', 'turn', 'fairness'];

export const loader = pageLoader<Data>(async ({ app, params, signal }) => {
  const part = params['*'] ?? '';
  if (!parts.includes(part)) notFound();
  const call = { params: { saleId: params['saleId'] ?? '' }, signal };
  const [sale, report] = await Promise.all([
    app.api.request('GET /flash-sales/{saleId}', call),
    part === 'fairness' ? app.api.request('GET /flash-sales/{saleId}/fairness', call) : null,
  ]);
  return { sale, report };
});

export const handle: Handle<Data> = {
  meta: ({ app, data, params }) => {
    const { t } = app.speech;
    const { saleId, name } = data.sale;
    if (params['*'] === 'turn') return { title: `${t('sale.turn.title')}: ${name}`, noindex: true };
    const isReport = params['*'] === 'fairness';
    return {
      title: isReport ? `${t('fair.title')}: ${name}` : name,
      description: t('sale.description', { name }),
      canonical: isReport ? `/sale/${saleId}/fairness` : `/sale/${saleId}`,
    };
  },
  // What changes by the second is read by the browser.
  cache: () => ({ tags: [], ttl_s: 5 }),
};

export function Component() {
  const { sale, report } = useLoaderData<typeof loader>();
  const part = useParams()['*'] ?? '';
  if (part === 'turn') return <TurnPage sale={sale} />;
  if (report !== null) return <FairnessPage name={sale.name} report={report} />;
  return <Landing key={sale.saleId} sale={sale} />;
}
