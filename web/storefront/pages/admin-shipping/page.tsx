/** The desks of whoever keeps shipping, in one part: nobody else loads any of it. */
import { useParams } from 'react-router';
import { notFound, pageLoader, type Handle } from '../../page.ts';
import { CarrierPage, Carriers } from './carriers.tsx';
import { HousePage, Houses } from './houses.tsx';
import { PlacePage, Places } from './places.tsx';
import { RatePage } from './rate.tsx';
import { Zones } from './zones.tsx';
import { ZonePage } from './zone.tsx';

type Params = Readonly<Record<string, string | undefined>>;

const lists = { '': Zones, carriers: Carriers, warehouses: Houses, places: Places };
const ones = { zones: ZonePage, carriers: CarrierPage, warehouses: HousePage, places: PlacePage };

const titles = {
  '': 'shipping.nav.zones',
  zones: 'shipping.nav.zones',
  carriers: 'shipping.nav.carriers',
  warehouses: 'shipping.nav.houses',
  places: 'shipping.nav.places',
} as const;

/** What the address names; null: nothing. */
function shownBy(params: Params) {
  const [desk = '', which, below, rate, ...more] = (params['*'] ?? '').split('/');
  if (more.length > 0 || !Object.hasOwn(titles, desk)) return null;
  const at = desk as keyof typeof titles;
  if (which === undefined) return at === 'zones' ? null : { at, list: lists[at] };
  if (at === '' || which === '') return null;
  if (below === undefined) return { at, one: ones[at], which };
  return at === 'zones' && below === 'rates' && rate ? { at, rate, which } : null;
}

export const loader = pageLoader<null>(async ({ params }) =>
  shownBy(params) === null ? notFound() : null,
);

export const handle: Handle<null> = {
  meta: ({ app, params }) => ({
    title: app.speech.t(titles[shownBy(params)?.at ?? '']),
    noindex: true,
  }),
};

export function Component() {
  const shown = shownBy(useParams());
  if (shown === null) return null;
  if (shown.list !== undefined) return <shown.list />;
  if (shown.one !== undefined) return <shown.one key={shown.which} which={shown.which} />;
  return <RatePage key={shown.rate} zone={shown.which} which={shown.rate} />;
}
