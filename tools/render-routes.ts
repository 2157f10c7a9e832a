import type { ServedRoute } from '#kernel/http/served-route.ts';

const opening = `# Routes

Every route as it declares itself. This file is generated. The schemas are in the OpenAPI
document: \`/api/v1/openapi.json\`, or \`npx trueshelf openapi\`.

- **Audience**: \`public\` anyone, \`guest\` a guest or a user, \`user\` a user, \`seller\` a member
  of a seller, \`admin\` an operator, \`webhook\` a signed caller, \`dev\` only outside production.
- **Owner**: how it is checked that the thing belongs to whoever asks; \`none\` where nothing does.
- **Key**: \`Idempotency-Key\`. **Limit**: the class of the rate limit.
`;

/** The text of docs/ROUTES.md: a table for each room, sorted by path. */
export function renderRoutes(routes: readonly ServedRoute[]): string {
  const rooms = [...new Set(routes.map(({ room }) => room))].sort();
  const sections = rooms.map((room) => {
    const rows = routes
      .filter((one) => one.room === room)
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      .map(rowOf);
    const head = '| route | what it does | audience | owner | key | limit |';
    return [`## ${room}`, '', head, '| --- | --- | --- | --- | --- | --- |', ...rows, ''].join(
      '\n',
    );
  });
  return [opening, ...sections].join('\n');
}

const keyOf = ({ path, route }: ServedRoute) => `${path} ${route.method}`;

function rowOf({ path, route }: ServedRoute): string {
  const { roles } = route;
  const audience = roles ? `${route.audience} (${roles.join(', ')})` : route.audience;
  const cells = [
    `\`${route.method} ${path.replace(/:(\w+)/g, '{$1}')}\``,
    route.summary,
    audience,
    route.owner,
    route.idempotency,
    route.limit,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
