/** The renderer's one door to the main process. */
import type {
  Bridge,
  EventChannel,
  Events,
  Outcome,
  RequestArgument,
  RequestChannel,
  RequestResults,
} from '../shared/channels.ts';
import type { ImportStart } from '../shared/chart.ts';
import { t } from './i18n/i18n.ts';
import { translatedRefusal } from './i18n/refusals.ts';

declare global {
  interface Window {
    readonly rubricator: Bridge;
  }
}

/** A request that failed, in words for the user, with what to do about it. */
export class RequestFailure extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'RequestFailure';
    this.remedy = remedy;
  }
}

/** Asks the main process; resolves to the value or throws a RequestFailure. */
export function request<C extends RequestChannel>(
  channel: C,
  argument: RequestArgument<C>,
): Promise<RequestResults[C]> {
  return answerOf(() => window.rubricator.request(channel, argument));
}

/** Hands files and folders that were dropped on the window to the importer; throws a RequestFailure. */
export function dropFiles(files: File[]): Promise<ImportStart> {
  return answerOf(() => window.rubricator.drop(files));
}

/** Listens to what the main process pushes; returns a function that stops listening. */
export function listen<E extends EventChannel>(channel: E, listener: (event: Events[E]) => void): () => void {
  return window.rubricator.on(channel, listener);
}

/** Whatever was thrown, as something that can be shown. */
export function asFailure(error: unknown): RequestFailure {
  if (error instanceof RequestFailure) return error;
  return new RequestFailure(t('bridge.screenFailed'), t('bridge.screenFailedRemedy'));
}

async function answerOf<T>(ask: () => Promise<Outcome<T>>): Promise<T> {
  let outcome;
  try {
    outcome = await ask();
  } catch {
    throw new RequestFailure(t('bridge.noAnswer'), t('bridge.noAnswerRemedy'));
  }
  if (outcome.ok) return outcome.value;
  throw new RequestFailure(translatedRefusal(outcome.message), translatedRefusal(outcome.remedy));
}
