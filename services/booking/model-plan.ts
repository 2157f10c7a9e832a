/** Whether an event can be as an organiser wants it: pure checks, each with its field. */
import { seatsPerVenue_max } from './contract.ts';
import type { RefundRule } from './model.ts';

export interface PlannedSection {
  section: string;
  rows: { row: string; seats: number }[];
}

export interface PlannedSession {
  sessionId: string;
  startsAt: Date;
  endsAt: Date;
  doorsAt: Date | null;
  zone: string;
}

export interface PlannedType {
  typeId: string;
  name: string;
  description: string;
  price_minor: number;
  fee_minor: number;
  perBooking: number;
  /** Units for each session; of seated types the seats of their sections. */
  quota: number;
  /** Sections of the venue's plan; none: not seated. */
  sections: readonly string[];
}

export interface EventPlan {
  salesFrom: Date | null;
  refundRules: readonly RefundRule[];
  sessions: readonly PlannedSession[];
  types: readonly PlannedType[];
}

/** What an event says of itself, besides when and how many. */
export interface EventFacts {
  venueId: string;
  name: string;
  summary: string;
  description: string;
  category: string;
  imageUrl: string | null;
  ageMin: number | null;
  currency: string;
}

const doors_ms_max = 86_400_000;

export interface Problem {
  pointer: string;
  in: 'body';
  code: string;
  detail: string;
}

export interface PlannedSeat {
  seat: string;
  typeAt: number;
  section: string;
  row: string;
  number: number;
  place: number;
}

const problem = (pointer: string, code: string, detail: string): Problem => {
  return { pointer, in: 'body', code, detail };
};

/** True for a zone that the machine's time zone data knows, such as `Europe/Paris`. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export function seatsIn(plan: readonly PlannedSection[]): number {
  return plan.reduce((sum, { rows }) => sum + rows.reduce((of, row) => of + row.seats, 0), 0);
}

/** What is wrong with a venue's plan of seats. */
export function planProblems(plan: readonly PlannedSection[]): Problem[] {
  const problems: Problem[] = [];
  const names = plan.map((one) => one.section);
  if (new Set(names).size < names.length) {
    problems.push(problem('/plan', 'repeated', 'Two sections have the same name.'));
  }
  for (const [at, { rows }] of plan.entries()) {
    if (new Set(rows.map((one) => one.row)).size === rows.length) continue;
    problems.push(problem(`/plan/${at}/rows`, 'repeated', 'Two rows have the same name.'));
  }
  if (seatsIn(plan) > seatsPerVenue_max) {
    problems.push(problem('/plan', 'too-many', `A venue has ${seatsPerVenue_max} seats at most.`));
  }
  return problems;
}

/** What is wrong with an event, everything at once. */
export function eventProblems(
  plan: EventPlan,
  of: { sections: ReadonlySet<string>; now_ms: number },
): Problem[] {
  const problems = [...sessionProblems(plan, of.now_ms), ...typeProblems(plan, of.sections)];
  const { refundRules } = plan;
  if (new Set(refundRules.map((one) => one.hoursBefore)).size < refundRules.length) {
    problems.push(problem('/refundRules', 'repeated', 'Two rules are for the same time.'));
  }
  return problems;
}

function sessionProblems({ sessions }: EventPlan, now_ms: number): Problem[] {
  return sessions.flatMap(({ startsAt, endsAt, doorsAt, zone }, at) => {
    const found: Problem[] = [];
    const add = (field: string, code: string, detail: string) =>
      found.push(problem(`/sessions/${at}/${field}`, code, detail));
    if (!(startsAt.getTime() > now_ms)) add('startsAt', 'in-the-past', 'Sessions are to come.');
    if (!(endsAt > startsAt)) add('endsAt', 'before-start', 'It ends after it has begun.');
    if (doorsAt && doorsAt > startsAt) add('doorsAt', 'after-start', 'Doors open before.');
    if (doorsAt && startsAt.getTime() - doorsAt.getTime() > doors_ms_max) {
      add('doorsAt', 'too-early', 'Doors open a day before at most.');
    }
    if (!isZone(zone)) add('zone', 'not-known', 'Not a time zone such as Europe/Paris.');
    return found;
  });
}

function typeProblems({ types }: EventPlan, sections: ReadonlySet<string>): Problem[] {
  const used = new Set<string>();
  return types.flatMap(({ fee_minor, price_minor, sections: own }, at) => {
    const found: Problem[] = [];
    const add = (field: string, code: string, detail: string) =>
      found.push(problem(`/ticketTypes/${at}/${field}`, code, detail));
    if (fee_minor > price_minor) add('fee', 'above-price', 'The fee is a part of the price.');
    for (const name of own) {
      if (!sections.has(name)) add('sections', 'not-known', `The venue has no section ${name}.`);
      else if (used.has(name)) add('sections', 'repeated', `${name} is sold as two kinds.`);
      used.add(name);
    }
    return found;
  });
}

/** The seats of each seated type, in the order of the plan. */
export function seatsOf(
  plan: readonly PlannedSection[],
  types: readonly Pick<PlannedType, 'sections'>[],
): PlannedSeat[] {
  const typeOf = new Map(types.flatMap(({ sections }, at) => sections.map((one) => [one, at])));
  let place = 0;
  return plan.flatMap(({ section, rows }) =>
    rows.flatMap(({ row, seats }) =>
      Array.from({ length: seats }, (_, index): PlannedSeat[] => {
        place += 1;
        const typeAt = typeOf.get(section);
        if (typeAt === undefined) return [];
        const number = index + 1;
        const seat = `${section}/${row}/${number}`;
        return [{ seat, typeAt, section, row, number, place }];
      }).flat(),
    ),
  );
}

/** A part of an address made from a name: small letters, digits and dashes. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const dashed = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return dashed.slice(0, 80).replace(/-+$/, '') || 'event';
}
