/** Copies and checks stores on a thread of its own, so that neither the window nor other requests wait. */
import '../networkGuard.ts';
import { answerOnThread } from '../thread.ts';
import { doStoresTask } from './stores.ts';

await answerOnThread(doStoresTask);
