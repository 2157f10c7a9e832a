import { ButtonLink } from '../../../ui/button.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import type { SignedIn } from '../../state/session.ts';
import { Entrance } from './entrance.tsx';
import { mergedLines, type MergedKind } from './merge.ts';

const looks: Record<MergedKind, { icon: IconName; tone: string }> = {
  added: { icon: 'plus', tone: 'text-good' },
  raised: { icon: 'plus', tone: 'text-good' },
  capped: { icon: 'warning', tone: 'text-warn' },
  dropped: { icon: 'close', tone: 'text-danger' },
};

/** What became of two carts: nothing was put together without being told. */
export function Merged({ reply, next }: { reply: SignedIn; next: string | null }) {
  const { t, number } = useSpeech();
  const lines = mergedLines(reply.cart?.changes ?? []);
  return (
    <Entrance title={t('merged.title')} lead={t('merged.lead')}>
      <ul className="border-t border-line">
        {lines.map(({ variantId, kind, name, from, to }) => (
          <li
            key={variantId}
            className="grid grid-cols-[1.5rem_1fr] gap-3 border-b border-line py-3.5"
          >
            <Icon name={looks[kind].icon} className={`size-5 ${looks[kind].tone}`} />
            <span>
              <span className="font-medium">{name}</span>
              <span className="block text-sm text-muted">
                {t(`merged.${kind}`, { from: number(from), to: number(to), lost: from - to })}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <ButtonLink to={next ?? '/account'} kind="primary">
          {t('auth.continue')}
        </ButtonLink>
        {next !== '/cart' && <ButtonLink to="/cart">{t('cart.view')}</ButtonLink>}
      </div>
    </Entrance>
  );
}
