/**
 * What the waiting room says: a pure function of the document and of one's number, for the page
 * that comes to life and for the one without scripts.
 */
import { placeOf, type Estimate, type Mark } from './place.ts';
import type { Say } from './say.ts';

export interface Seen {
  say: Say;
  /** A moment as people here tell it. */
  time(iso: string): string;
  number(value: number): string;
}

export interface View {
  phase:
    | 'none'
    | 'announced'
    | 'before-draw'
    | 'waiting'
    | 'paused'
    | 'admitted'
    | 'sold-out'
    | 'ended';
  title: string;
  text: string;
  figure: { value: string; label: string } | null;
  facts: { label: string; value: string }[];
  go: { to: 'turn' | 'sale' | 'fairness'; label: string; isMain: boolean } | null;
  ahead: number | null;
  /** What the operators say to everybody, and when they said it. */
  message: { from: string; text: string } | null;
}

const fact = (label: string, value: string) => ({ label, value });

/** `number`: one's own in the line; null where it is not known here. */
export function viewOf(mark: Mark, number: number | null, seen: Seen): View {
  const { message } = mark;
  const from = message === null ? '' : seen.say('queue.message', { time: seen.time(message.at) });
  const said = message === null ? null : { from, text: message.text };
  return { ...placeView(mark, number, seen), message: said };
}

function placeView(mark: Mark, number: number | null, seen: Seen): Omit<View, 'message'> {
  if (mark.state === 'ENDED') return ended(mark, seen);
  const { say } = seen;
  const facts = factsOf(mark, seen);
  if (number === null) {
    const go = { to: 'sale', label: say('queue.none.go'), isMain: true } as const;
    const said = { title: say('queue.none.title'), text: say('queue.none.text') };
    return { phase: 'none', ...said, figure: null, facts, go, ahead: null };
  }
  const own = fact(say('queue.fact.number'), seen.number(number + 1));
  const place = placeOf(mark, number);
  const common = { figure: null, go: null, ahead: null };
  if (place.phase === 'before-draw') {
    const text = say('queue.before.text', { time: seen.time(mark.startsAt) });
    const title = say('queue.before.title');
    return { ...common, phase: place.phase, title, text, facts: [own, ...facts] };
  }
  if (place.phase === 'ended') return ended(mark, seen);
  const rank = fact(say('queue.fact.rank'), seen.number(place.rank + 1));
  if (place.phase === 'admitted') {
    const go = { to: 'turn', label: say('queue.turn.go'), isMain: true } as const;
    const said = { title: say('queue.turn.title'), text: say('queue.turn.text') };
    return { ...common, phase: 'admitted', ...said, go, facts: [rank, own] };
  }
  const { ahead } = place;
  const label = say('queue.wait.ahead', { count: ahead });
  const figure = { value: seen.number(ahead), label };
  if (place.phase === 'sold-out') {
    const text = say('queue.out.text', { total: mark.allocation, count: place.mayReturn });
    const title = say('queue.out.title');
    return { ...common, phase: 'sold-out', title, text, figure, facts: [rank, own], ahead };
  }
  const estimate = fact(say('queue.fact.estimate'), estimateText(place.estimate_s, say));
  const isPaused = mark.state === 'PAUSED';
  const which = isPaused ? 'paused' : 'wait';
  return {
    ...common,
    phase: isPaused ? 'paused' : 'waiting',
    title: say(`queue.${which}.title`),
    text: say(`queue.${which}.text`),
    figure,
    facts: [estimate, rank, own, ...facts],
    ahead,
  };
}

function ended({ sold, allocation }: Mark, { say }: Seen): Omit<View, 'message'> {
  return {
    phase: 'ended',
    title: say('queue.ended.title'),
    text: say('queue.ended.text', { sold, total: allocation }),
    figure: null,
    facts: [],
    go: { to: 'fairness', label: say('queue.fair'), isMain: true },
    ahead: null,
  };
}

function factsOf(mark: Mark, { say, number, time }: Seen): View['facts'] {
  const { state, allocation, sold, held, tickets } = mark;
  const people = fact(say('queue.fact.people'), number(tickets));
  if (state === 'ANNOUNCED') return [fact(say('queue.fact.opens'), time(mark.preQueueAt))];
  if (mark.draw === null) return [people, fact(say('queue.fact.units'), number(allocation))];
  const pace = mark.measuredPerMinute ?? mark.ratePerMinute;
  return [
    fact(say('queue.fact.pace'), number(pace)),
    fact(say('queue.fact.left'), number(Math.max(0, allocation - sold - held))),
    fact(say('queue.fact.held'), number(held)),
  ];
}

function estimateText(estimate: Estimate | null, say: Say): string {
  if (estimate === null) return say('queue.estimate.unknown');
  if (estimate.to <= 60) return say('queue.estimate.soon');
  const from = Math.max(1, Math.floor(estimate.from / 60));
  const to = Math.ceil(estimate.to / 60);
  return from === to
    ? say('queue.estimate.one', { count: to })
    : say('queue.estimate.range', { from, to });
}
