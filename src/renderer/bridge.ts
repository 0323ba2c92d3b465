/** The renderer's one door to the main process. */
import type {
  Bridge,
  EventChannel,
  Events,
  RequestArgument,
  RequestChannel,
  RequestResults,
} from '../shared/channels.ts';

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
export async function request<C extends RequestChannel>(
  channel: C,
  argument: RequestArgument<C>,
): Promise<RequestResults[C]> {
  let outcome;
  try {
    outcome = await window.rubricator.request(channel, argument);
  } catch {
    throw new RequestFailure(
      'The program did not answer.',
      'Try again. If it happens again, close Rubricator and start it anew; decisions made so far are kept.',
    );
  }
  if (outcome.ok) return outcome.value;
  throw new RequestFailure(outcome.message, outcome.remedy);
}

/** Listens to what the main process pushes; returns a function that stops listening. */
export function listen<E extends EventChannel>(channel: E, listener: (event: Events[E]) => void): () => void {
  return window.rubricator.on(channel, listener);
}

/** Whatever was thrown, as something that can be shown. */
export function asFailure(error: unknown): RequestFailure {
  if (error instanceof RequestFailure) return error;
  return new RequestFailure(
    'Something went wrong on this screen.',
    'Try again, or go back and open it anew.',
  );
}
