import type { WebContents } from 'electron';
import type {
  EventChannel,
  Events,
  RequestArgument,
  RequestChannel,
  RequestResults,
} from '../../../shared/channels.ts';

export type Answer<C extends RequestChannel> = (
  argument: RequestArgument<C>,
  sender: WebContents,
) => RequestResults[C] | Promise<RequestResults[C]>;

export type Answers = { [C in RequestChannel]: Answer<C> };

/** The answers of some areas: `charts` stands for every channel that begins with `charts.`. */
export type AnswersOf<Area extends string> = Pick<Answers, Extract<RequestChannel, `${Area}.${string}`>>;

/** Tells a window of something; one that is gone is left alone. */
export function push<E extends EventChannel>(sender: WebContents, channel: E, event: Events[E]): void {
  if (!sender.isDestroyed()) sender.send(`rubricator:event:${channel}`, event);
}
