import { useRef, useState } from 'react';
import { useApp } from '../../app.tsx';
import type { TestCard } from './card.ts';
import type { HostedStage } from './card-hosted.tsx';
import type { SentAddress } from './address.ts';
import type { CardDesk } from './stripe.ts';
import type { WaysToPay } from './use-ways.ts';

/** The gateway's own card fields, as the payment deals with them; null: there is no address. */
export function useHosted({ billingAddress }: { billingAddress: SentAddress | null }) {
  const { t } = useApp().speech;
  const desk = useRef<CardDesk | null>(null);
  const [stage, onStage] = useState<HostedStage>('loading');
  const [asking, setAsking] = useState(false);
  const [silent, setSilent] = useState(false);
  return {
    asking,
    /** For the fields themselves. */
    given: { desk, onStage, silent },
    /** The name of the card that was typed, or what is to be mended; null: no answer. */
    ask: async () => {
      if (desk.current === null) return null;
      setAsking(true);
      const answer = await desk.current.token(billingAddress);
      setAsking(false);
      setSilent(answer === null);
      return answer;
    },
    /** Why a card cannot be typed in just now; empty: it can. */
    whyNot: (fields: WaysToPay['cardFields'], tests: readonly TestCard[] | null): string => {
      if (fields === undefined) return t('loading');
      if (fields === null) return tests?.length === 0 ? t('checkout.card.none') : '';
      if (stage === 'ready') return '';
      return t(stage === 'away' ? 'checkout.card.away' : 'checkout.card.loading');
    },
  };
}

export type Hosted = ReturnType<typeof useHosted>;
