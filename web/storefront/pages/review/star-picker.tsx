import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';

export interface StarPickerProps {
  /** 0: none yet. */
  value: number;
  onChange(stars: number): void;
  /** Was sent without; says so. */
  missing: boolean;
}

/** Five radio buttons that look like stars; their word stands beside them. */
export function StarPicker({ value, onChange, missing }: StarPickerProps) {
  const { t } = useSpeech();
  return (
    <fieldset className="grid gap-2" aria-describedby={missing ? 'stars-missing' : undefined}>
      <legend className="font-medium">{t('review.stars')}</legend>
      <div className="flex flex-wrap items-center gap-x-1">
        {([1, 2, 3, 4, 5] as const).map((nth) => (
          <label
            key={nth}
            className="grid size-11 cursor-pointer place-items-center rounded-full has-focus-visible:outline-2"
          >
            <input
              type="radio"
              name="stars"
              value={nth}
              checked={value === nth}
              onChange={() => onChange(nth)}
              className="unseen"
              aria-label={t(`review.star.${nth}`)}
            />
            <Icon
              name="star"
              className={`size-8 ${nth <= value ? 'fill-star text-star' : 'text-line-strong'}`}
            />
          </label>
        ))}
        <span className="ms-2 text-sm text-muted" aria-hidden="true">
          {value >= 1 && value <= 5 ? t(`review.star.${value as 1 | 2 | 3 | 4 | 5}`) : ''}
        </span>
      </div>
      {missing && (
        <p id="stars-missing" role="alert" className="text-sm font-medium text-danger">
          {t('review.stars.missing')}
        </p>
      )}
    </fieldset>
  );
}
