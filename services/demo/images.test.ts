import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { demoWorld } from './catalogue.ts';
import { drawings } from './drawings.ts';
import { productSvg } from './images.ts';
import type { ImageSpec } from './model.ts';
import { imageKey } from './image-key.ts';
import { imageFile, renderImages } from './render.ts';

const world = demoWorld();
const specs: ImageSpec[] = world.products.flatMap((product) => product.images);

/** A small checker: tags nest, attributes are quoted, references lead to one definition. */
function checkSvg(svg: string, what: string): void {
  assert.ok(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" '), what);
  const open: string[] = [];
  const rest = svg.replace(/<(\/?)([a-zA-Z]+)((?: [a-zA-Z0-9-]+="[^"<>]*")*)(\/?)>/g, (...m) => {
    const [, closes, name, , empty] = m as [string, string, string, string, string];
    if (closes === '/') assert.equal(open.pop(), name, what);
    else if (empty !== '/') open.push(name);
    return '';
  });
  assert.deepEqual(open, [], `${what}: every tag closes`);
  assert.equal(rest.trim(), '', `${what}: nothing but tags`);
  assert.doesNotMatch(svg, /NaN|undefined|null|Infinity/, what);
  assert.doesNotMatch(svg, /<script|<foreignObject|<image|href|javascript:| on\w+=|<style/i, what);
  const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  assert.equal(new Set(ids).size, ids.length, `${what}: ids are unique`);
  for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g))
    assert.ok(ids.includes(id), `${what} ${id}`);
}

test('every kind of product has a drawing, and every drawing is of use', () => {
  const kinds = new Set(specs.map((spec) => spec.kind));
  assert.deepEqual(
    [...kinds].filter((kind) => !(kind in drawings)),
    [],
  );
  assert.deepEqual(
    Object.keys(drawings).filter((kind) => !kinds.has(kind)),
    [],
  );
});

test('every picture is well-formed SVG without script', () => {
  for (const kind of Object.keys(drawings)) {
    for (let seed = 0; seed < 12; seed += 1) {
      const spec = { kind, color: seed % 2 === 0 ? 'white' : 'forest', seed, view: seed % 2 };
      checkSvg(productSvg(spec), imageKey(spec));
    }
  }
  assert.throws(() => checkSvg('<svg xmlns="http://www.w3.org/2000/svg" ><g></svg>', 'broken'));
});

test('the same spec gives the same picture, and neighbours differ', () => {
  for (const spec of specs) assert.equal(productSvg(spec), productSvg({ ...spec }));
  const files = new Set(specs.map(imageFile));
  assert.equal(files.size, specs.length, 'no two pictures are alike');
});

test('colour changes the picture; an unknown kind is a bug', () => {
  const spec = { kind: 'mug', color: 'sage', seed: 1, view: 0 };
  assert.notEqual(productSvg(spec), productSvg({ ...spec, color: 'navy' }));
  assert.throws(() => productSvg({ ...spec, kind: 'no-such-thing' }), /no drawing/);
});

test('pictures are written once, whole and under the name of their content', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-images-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const few = specs.slice(0, 4);
  const steps: number[] = [];
  const first = await renderImages(few, folder, ({ done }) => steps.push(done));
  assert.deepEqual(steps, [1, 2, 3, 4]);
  assert.deepEqual((await readdir(folder)).sort(), [...first.values()].sort());
  const name = first.get(imageKey(few[0] as ImageSpec)) ?? '';
  assert.match(name, /^[0-9a-f]{24}\.webp$/);
  const bytes = await readFile(join(folder, name));
  const { format, width, height } = await sharp(bytes).metadata();
  assert.deepEqual({ format, width, height }, { format: 'webp', width: 800, height: 800 });
  const again = await renderImages(few, folder);
  assert.deepEqual([...again].sort(), [...first].sort());
  assert.deepEqual(await readFile(join(folder, name)), bytes, 'left as it was');
});
