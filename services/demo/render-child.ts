// Draws the demo world's pictures in a process of its own: a drawing library takes hundreds of
// megabytes that the shop would carry until its end. Started by `renderApart`.
import { demoWorld } from './catalogue.ts';
import { renderFilms } from './film.ts';
import { renderImages } from './render.ts';

const [folder = ''] = process.argv.slice(2);
let done = false;
process.on('disconnect', () => process.exit(done ? 0 : 1));
const world = demoWorld();
const files = await renderImages(world, folder, (progress) => process.send?.({ progress }));
const films = await renderFilms(world, folder);
done = true;
process.send?.({ files: [...files], films: [...films] }, () => process.disconnect());
