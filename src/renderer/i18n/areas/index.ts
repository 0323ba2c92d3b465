/** All texts of the interface, by the part of it that shows them. */
export { common } from './common.ts';
export { chart } from './chart.ts';
export { codes } from './codes.ts';
export { keyboard } from './keyboard.ts';
export { finish } from './finish.ts';
export { print } from './print.ts';
export { query, queryForm } from './query.ts';
export { work } from './work.ts';
export { document } from './document.ts';
export { bridge } from './bridge.ts';
export { worklist } from './worklist.ts';
export { app } from './app.ts';
export { audit } from './audit.ts';
export { book } from './book.ts';
export { palette } from './palette.ts';
export { settings } from './settings.ts';
export { tour } from './tour.ts';
