/** Whether a zone or a rate makes sense beside the others; each fault names its field. Pure. */
import type { HouseCalendar, PickupPlace } from './contract.ts';
import type { Carrier, Rate } from './model.ts';
import type { ZoneRow } from './store.ts';

export interface Fault {
  field: string;
  detail: string;
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const noCountry = new Set(['EU', 'EZ', 'UN', 'QO', 'ZZ', 'XA', 'XB']);
const isCountry = (code: string): boolean => !noCountry.has(code) && regions.of(code) !== undefined;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

export function zoneFaults(row: ZoneRow, others: readonly ZoneRow[]): Fault[] {
  const faults: Fault[] = [];
  const say = (field: string, detail: string) => faults.push({ field, detail });
  if (row.countries.includes('*') && row.countries.length > 1) {
    say('countries', "'*' is for all others and stands alone");
  }
  for (const code of row.countries) {
    if (code !== '*' && !isCountry(code)) say('countries', `'${code}' is no country`);
    const taken = others.find((one) => one.zone !== row.zone && one.countries.includes(code));
    if (taken) say('countries', `'${code}' is in the zone ${taken.zone} already`);
  }
  if (new Set(row.countries).size < row.countries.length) say('countries', 'names one twice');
  return [...faults, ...calendarFaults(row)];
}

/** Of a zone or of a house. */
export function calendarFaults(row: Omit<HouseCalendar, 'warehouseId'>): Fault[] {
  const faults: Fault[] = [];
  const say = (field: string, detail: string) => faults.push({ field, detail });
  if (!isTimeZone(row.timeZone)) say('timeZone', `'${row.timeZone}' is no time zone`);
  if (new Set(row.restDays).size > 6) say('restDays', 'leaves no working day');
  const days = new Set(row.holidays.map((one) => one.day));
  if (days.size < row.holidays.length) say('holidays', 'names one day twice');
  return faults;
}

export function pickupFaults(place: PickupPlace): Fault[] {
  const faults: Fault[] = [];
  const say = (field: string, detail: string) => faults.push({ field, detail });
  if (!isCountry(place.country)) say('country', `'${place.country}' is no country`);
  if (place.minDays > place.maxDays) say('maxDays', 'is before the first day');
  return faults;
}

export function rateFaults(
  rate: Rate,
  { zones, carriers }: { zones: readonly { zone: string }[]; carriers: readonly Carrier[] },
): Fault[] {
  const faults: Fault[] = [];
  const say = (field: string, detail: string) => faults.push({ field, detail });
  if (!zones.some((one) => one.zone === rate.zone)) say('zone', `there is no zone ${rate.zone}`);
  const { carrier = null } = rate;
  if (carrier !== null && !carriers.some((one) => one.carrier === carrier)) {
    say('carrier', `there is no carrier ${carrier}`);
  }
  if (rate.minDays > rate.maxDays) say('maxDays', 'is before the first day');
  if (rate.free_over_minor === 0) say('freeOver', 'is to be above 0; an amount of 0 is free');
  const tiers = rate.tiers ?? [];
  tiers.forEach((tier, at) => {
    const before = tiers[at - 1];
    if (!before) return;
    if (tier.upTo_g <= before.upTo_g) say('tiers', `weight ${tier.upTo_g} g is not ascending`);
    if (tier.amount_minor < before.amount_minor) {
      say('tiers', `${tier.upTo_g} g costs less than ${before.upTo_g} g`);
    }
  });
  const sizes = rate.sizes ?? [];
  sizes.forEach((step, at) => {
    const before = sizes[at - 1];
    if (!before) return;
    if (step.over_mm <= before.over_mm) say('sizes', `length ${step.over_mm} mm is not ascending`);
    if (step.amount_minor < before.amount_minor) {
      say('sizes', `${step.over_mm} mm costs less than ${before.over_mm} mm`);
    }
  });
  const last = tiers.at(-1);
  if (last && last.upTo_g !== rate.max_weight_g) {
    say('tiers', `the last is to be for ${rate.max_weight_g} g, the greatest weight`);
  }
  return faults;
}
