/** Writes the decision log on a thread of its own, so that neither the window nor other requests wait. */
import '../networkGuard.ts';
import { answerOnThread } from '../thread.ts';
import { exportLog } from './exportLog.ts';

await answerOnThread(exportLog);
