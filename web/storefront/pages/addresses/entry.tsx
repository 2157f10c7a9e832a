import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { useStore } from '../../state/store.ts';
import { addressLines } from '../checkout/address.ts';
import type { Address } from './book.ts';

export interface EntryProps {
  address: Address;
  busy: boolean;
  onEdit(): void;
  onDefault(): void;
  onDeliver(): void;
  onRemove(): void;
}

/** One address as it stands on a parcel, with what can be done about it. */
export function Entry({ address, busy, ...on }: EntryProps) {
  const { deliverTo, speech } = useApp();
  const { t, locale } = speech;
  const place = useStore(deliverTo.place);
  const [name = '', ...lines] = addressLines(address);
  const isHere = place?.country === address.country && place.postalCode === address.postalCode;
  const named = { name, line: address.line1 };
  return (
    <li className="grid content-start gap-3 border-t border-line py-5">
      {(address.isDefault || isHere) && (
        <div className="flex flex-wrap gap-2">
          {address.isDefault && <Badge tone="accent">{t('address.default')}</Badge>}
          {isHere && <Badge>{t('address.here')}</Badge>}
        </div>
      )}
      <address className="break-words not-italic">
        <span className="block font-semibold">
          <bdi>{name}</bdi>
        </span>
        {lines.map((line) => (
          <span key={line} className="block">
            <bdi>{line}</bdi>
          </span>
        ))}
        <span className="block">{countryName(address.country, locale)}</span>
        {address.phone !== undefined && (
          <span className="figures block text-muted">
            <bdi>{address.phone}</bdi>
          </span>
        )}
      </address>
      <div className="-ms-4 flex flex-wrap">
        <Button
          size="sm"
          kind="quiet"
          aria-label={t('address.edit.named', named)}
          onClick={on.onEdit}
        >
          {t('address.edit')}
        </Button>
        {!address.isDefault && (
          <Button
            size="sm"
            kind="quiet"
            busy={busy}
            aria-label={t('address.default.named', named)}
            onClick={on.onDefault}
          >
            {t('address.default.make')}
          </Button>
        )}
        {!isHere && (
          <Button
            size="sm"
            kind="quiet"
            aria-label={t('address.here.named', named)}
            onClick={on.onDeliver}
          >
            {t('address.here.make')}
          </Button>
        )}
        <Button
          size="sm"
          kind="quiet"
          busy={busy}
          aria-label={t('address.remove.named', named)}
          onClick={on.onRemove}
        >
          {t('address.remove')}
        </Button>
      </div>
    </li>
  );
}
