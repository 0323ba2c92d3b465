/** Verifies and merges a ledger on a thread of its own, so that neither the window nor other requests wait. */
import '../networkGuard.ts';
import { answerOnThread } from '../thread.ts';
import { mergeFile } from './mergeFile.ts';

await answerOnThread(mergeFile);
