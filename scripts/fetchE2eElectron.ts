/** `npm run fetch:e2e-electron`: fetches the runtime of the end-to-end tests and prints its folder. */
import { fetchTestRuntime } from './electronRuntime.ts';

console.log(fetchTestRuntime());
