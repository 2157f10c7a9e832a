import type { ReactNode } from 'react';
import { ButtonLink } from '../../../ui/button.tsx';
import { useSpeech } from '../../app.tsx';
import { PricingPage } from '../admin-pricing/frame.tsx';

const desks = [
  { to: '/admin/shipping', id: 'shipping.nav.zones', end: true },
  { to: '/admin/shipping/carriers', id: 'shipping.nav.carriers' },
  { to: '/admin/shipping/warehouses', id: 'shipping.nav.houses' },
  { to: '/admin/shipping/places', id: 'shipping.nav.places' },
] as const;

/** Who may keep it; the server decides, this only spares a question. */
const keepers = ['super', 'finance'];

export interface ShippingPageProps {
  title: string;
  children(userId: string): ReactNode;
}

/** A page of whoever keeps shipping, with the way to the others. */
export function ShippingPage({ title, children }: ShippingPageProps) {
  const { t } = useSpeech();
  const nav = { label: t('shipping.title'), desks };
  return (
    <PricingPage {...{ title, nav, keepers }} why={t('shipping.why')}>
      {children}
    </PricingPage>
  );
}

export interface IntroProps {
  text: string;
  add?: { to: string; label: string };
}

/** What is kept here, and the way to one more. */
export function Intro({ text, add }: IntroProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="max-w-2xl text-muted">{text}</p>
      {add !== undefined && (
        <ButtonLink kind="primary" to={add.to}>
          {add.label}
        </ButtonLink>
      )}
    </div>
  );
}
