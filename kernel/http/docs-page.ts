/** The OpenAPI document as one page that loads nothing: readable, searchable, printable. */
import { hash } from 'node:crypto';
import { allErrors } from '#kernel/core/error.ts';
import { script, style } from '#kernel/http/docs-style.ts';
import type { Json } from '#kernel/http/schema.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Readonly<Record<string, Response>>;
  readonly 'x-audience': string;
  readonly 'x-roles'?: readonly string[];
  readonly 'x-scopes'?: readonly string[];
  readonly 'x-owner': string;
  readonly 'x-limit': string;
  readonly 'x-idempotency': string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Json;
}

interface Media {
  readonly schema?: Json;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, Media>>;
  readonly 'x-codes'?: readonly string[];
}

interface Place {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const esc = (text: unknown): string =>
  String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** Sentences may hold `code`. */
const prose = (text: string): string => esc(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const join = (parts: readonly string[]): string => parts.join('\n');

/** The page and the Content-Security-Policy that lets exactly its own style and script run. */
export function docsPage(document: Json): { html: string; policy: string } {
  const info = document.info as { title: string; version: string; description: string };
  const groups = groupsOf(document);
  const html = join([
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${esc(info.title)}</title><style>${style}</style></head><body>`,
    '<a class="skip" href="#main">Skip to content</a>',
    `<nav aria-label="Operations"><h1>${esc(info.title)}</h1>`,
    `<p class="version">Version ${esc(info.version)}</p>`,
    '<label for="find">Find an operation</label>',
    '<input id="find" type="search" placeholder="path, word or code" autocomplete="off">',
    join([...groups].map(([tag, places]) => navOf(tag, places))),
    '<h2><a href="#errors">Error codes</a></h2></nav>',
    `<main id="main"><header><p>${prose(info.description)}</p>`,
    '<p>Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a></p></header>',
    join([...groups].map(([tag, places]) => sectionOf(tag, places))),
    errorsSection(),
    `</main><script>${script}</script></body></html>`,
  ]);
  const digest = (text: string) => `'sha256-${hash('sha256', text, 'base64')}'`;
  const policy =
    `default-src 'none'; style-src ${digest(style)}; script-src ${digest(script)}; ` +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return { html, policy };
}

function groupsOf(document: Json): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  const paths = document.paths as Record<string, Record<string, Operation>>;
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags[0] ?? '';
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation }]);
    }
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const verb = (method: string): string =>
  `<b class="verb ${esc(method)}">${esc(method.toUpperCase())}</b>`;

function navOf(tag: string, places: readonly Place[]): string {
  const links = places.map(({ method, path, operation }) => {
    const text = path.replace('/api/v1', '');
    const id = esc(operation.operationId);
    return `<li data-find="${id}"><a href="#${id}">${verb(method)} ${esc(text)}</a></li>`;
  });
  return `<h2>${esc(tag)}</h2><ul>${join(links)}</ul>`;
}

function sectionOf(tag: string, places: readonly Place[]): string {
  return `<section><h2>${esc(tag)}</h2>${join(places.map(articleOf))}</section>`;
}

function articleOf({ method, path, operation }: Place): string {
  const codes = Object.values(operation.responses).flatMap((one) => one['x-codes'] ?? []);
  const words = [method, path, operation.summary, ...codes].join(' ').toLowerCase();
  const badges = [
    `for ${operation['x-audience']}`,
    ...(operation['x-roles'] ?? []).map((role) => `role ${role}`),
    ...(operation['x-scopes'] ?? []).map((scope) => `scope ${scope}`),
    `limit ${operation['x-limit']}`,
    ...(operation['x-idempotency'] === 'none' ? [] : [`key ${operation['x-idempotency']}`]),
  ];
  return join([
    `<article id="${esc(operation.operationId)}" data-words="${esc(words)}">`,
    `<h3>${verb(method)} <code>${esc(path)}</code></h3>`,
    `<p class="summary">${prose(operation.summary)}</p>`,
    operation.description === undefined ? '' : `<p>${prose(operation.description)}</p>`,
    `<p class="badges">${badges.map((one) => `<span>${esc(one)}</span>`).join(' ')}</p>`,
    ownerOf(operation['x-owner']),
    parametersOf(operation.parameters),
    operation.requestBody === undefined ? '' : bodyOf('Body', operation.requestBody.content),
    repliesOf(operation.responses),
    '</article>',
  ]);
}

const ownerOf = (rule: string): string =>
  rule === 'none' ? '' : `<p><b>Ownership:</b> ${prose(rule)}</p>`;

function parametersOf(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${esc(one.name)}</code>${one.required ? ' <em>required</em>' : ''}</td>` +
      `<td>${esc(one.in)}</td><td>${typeOf(one.schema)}</td>` +
      `<td>${prose(one.description ?? '')}</td></tr>`,
  );
  return (
    '<div class="wide"><table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th></th></tr>' +
    `</thead><tbody>${join(rows)}</tbody></table></div>`
  );
}

function bodyOf(title: string, content: Readonly<Record<string, Media>>): string {
  return join(
    Object.entries(content).map(([type, media]) => {
      const shown = media.schema === undefined ? '' : `<pre>${esc(outline(media.schema))}</pre>`;
      const examples = Object.values(media.examples ?? {}).map(
        ({ value }) => `<p>Example</p><pre>${esc(JSON.stringify(value, null, 2))}</pre>`,
      );
      return `<h4>${esc(title)} <small>${esc(type)}</small></h4>${shown}${join(examples)}`;
    }),
  );
}

function repliesOf(responses: Readonly<Record<string, Response>>): string {
  const all = Object.entries(responses);
  const good = all.filter(([, one]) => one['x-codes'] === undefined);
  const bad = all.filter(([, one]) => one['x-codes'] !== undefined);
  const problems = bad.map(([status, one]) => {
    const links = (one['x-codes'] ?? []).map(
      (code) => `<a href="#error-${esc(code)}"><code>${esc(code)}</code></a>`,
    );
    return `<li><b>${esc(status)}</b> ${links.join(', ')}</li>`;
  });
  return join([
    ...good.map(([status, one]) => {
      const title = `${status} ${one.description}`;
      return one.content === undefined ? `<h4>${esc(title)}</h4>` : bodyOf(title, one.content);
    }),
    `<details><summary>Problems</summary><ul class="problems">${join(problems)}</ul></details>`,
  ]);
}

function errorsSection(): string {
  const rows = allErrors().map(
    ({ code, status, title, explain, retryable }) =>
      `<tr id="error-${esc(code)}"><td><code>${esc(code)}</code></td><td>${status}</td>` +
      `<td><b>${esc(title)}.</b> ${prose(explain)}</td><td>${retryable ? 'yes' : 'no'}</td></tr>`,
  );
  return (
    '<section id="errors"><h2>Error codes</h2><div class="wide"><table><thead><tr><th>Code</th>' +
    '<th>Status</th><th>Meaning</th><th>Retry</th></tr></thead>' +
    `<tbody>${join(rows)}</tbody></table></div></section>`
  );
}

function typeOf(schema: Json): string {
  return `<code>${esc(outline(schema))}</code>`;
}

/** A schema as people write types: `{ quantity: integer 1…99, note?: string }`. */
export function outline(schema: Json, indent = ''): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if ('const' in schema) return JSON.stringify(schema.const);
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (choices !== undefined) return choices.map((one) => outline(one, indent)).join(' | ');
  if (schema.type === 'array') return `${outline((schema.items ?? {}) as Json, indent)}[]`;
  if (schema.type === 'object') return objectOutline(schema, indent);
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any');
  return [type, rangeOf(schema), schema.format].filter((one) => one !== undefined).join(' ');
}

function rangeOf(schema: Json): string | undefined {
  const { minimum, maximum, minLength, maxLength } = schema;
  if (minimum !== undefined || maximum !== undefined) return `${minimum ?? ''}…${maximum ?? ''}`;
  if (maxLength !== undefined) return `(${minLength ?? 0}…${maxLength})`;
  return undefined;
}

function objectOutline(schema: Json, indent: string): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const patterns = Object.entries((schema.patternProperties ?? {}) as Record<string, Json>);
  if (properties.length + patterns.length === 0) return '{}';
  const required = new Set((schema.required ?? []) as string[]);
  const inner = `${indent}  `;
  const lines = [
    ...properties.map(
      ([name, one]) => `${inner}${name}${required.has(name) ? '' : '?'}: ${outline(one, inner)}`,
    ),
    ...patterns.map(([, one]) => `${inner}[name]: ${outline(one, inner)}`),
  ];
  return `{\n${lines.join('\n')}\n${indent}}`;
}
