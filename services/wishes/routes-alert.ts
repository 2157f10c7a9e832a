/** Alerts over HTTP: asked for, looked at, ended; and the links of their mails. */
import { isRefusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { AlertCommands } from './alerts.ts';
import type { Queries } from './queries.ts';
import * as schemas from './schemas.ts';

/** Guests too: they name an address and confirm it. */
const mine = { audience: 'guest', owner: 'the alert belongs to the caller' } as const;
const writing = { limit: 'write', idempotency: 'accepted' } as const;

export function alertRoutes(needs: { alerts: AlertCommands; queries: Queries }): Route[] {
  return [...ownRoutes(needs), ...linkRoutes(needs)];
}

function ownRoutes({ alerts, queries }: { alerts: AlertCommands; queries: Queries }): Route[] {
  return [
    route({
      ...mine,
      method: 'GET',
      limit: 'read',
      idempotency: 'none',
      path: '/alerts',
      summary: 'What I wait for and was told of, newest first',
      query: schemas.alertsQuery,
      replies: { 200: schemas.alertPage },
      errors: ['validation-failed'],
      handle: (req) => queries.alerts(req.principal.id, req.query),
    }),
    route({
      ...mine,
      ...writing,
      method: 'POST',
      path: '/alerts',
      summary: 'Be told when a variant is back, or when something with these words appears',
      description:
        'Told once. A guest gets a mail first whose link proves the address (state PENDING); ' +
        'of an address that was confirmed, no more is asked.',
      body: schemas.alertBody,
      replies: { 201: schemas.alert },
      errors: [
        'variant-not-found',
        'alert-needless',
        'alert-limit',
        'alert-email-missing',
        'room-unavailable',
        'validation-failed',
      ],
      handle: async (req) => {
        const who = { userId: req.principal.id, guest: req.principal.kind === 'guest' };
        const made = await alerts.ask(who, req.body);
        if (isRefusal(made)) return made;
        return reply(201, await queries.alertJson(made), { location: '/api/v1/alerts' });
      },
    }),
    route({
      ...mine,
      ...writing,
      method: 'DELETE',
      path: '/alerts/:alertId',
      summary: 'Wait no more',
      params: schemas.alertParams,
      replies: { 204: null },
      errors: ['alert-not-found'],
      handle: async (req) => {
        const of = { userId: req.principal.id, alertId: req.params.alertId };
        const done = await alerts.drop(of);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  ];
}

/** By a POST only: programs that look through mails follow links. */
function linkRoutes({ alerts }: { alerts: AlertCommands }): Route[] {
  const links = [
    { path: '/alerts/confirm', use: 'confirm', summary: 'Prove the address of an alert' },
    { path: '/alerts/stop', use: 'stop', summary: 'End the alert that a mail was about' },
  ] as const;
  return links.map(({ path, use, summary }) =>
    route({
      method: 'POST',
      limit: 'write',
      idempotency: 'none',
      audience: 'public',
      owner: 'whoever has the sealed link of the mail',
      path,
      summary,
      body: schemas.tokenBody,
      replies: { 204: null },
      errors: ['alert-link-invalid', 'validation-failed'],
      handle: async (req) => {
        const done = await alerts[use](req.body.token);
        return isRefusal(done) ? done : reply(204, null);
      },
    }),
  );
}
