import { buttonClass } from '../../../ui/button.tsx';
import { useApp } from '../../app.tsx';

/** Into the wallet of a phone, where the shop has keys for one. */
export function Wallet({ url }: { url: string | null }) {
  const { t } = useApp().speech;
  if (url === null) return null;
  return (
    <a href={url} target="_blank" rel="noreferrer" className={buttonClass('secondary', 'sm')}>
      {t('hands.wallet')}
    </a>
  );
}
