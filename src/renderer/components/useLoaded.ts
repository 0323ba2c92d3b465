import { useEffect, useState } from 'react';
import type { RequestArgument, RequestChannel, RequestResults } from '../../shared/channels.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';

/** What a screen knows about the data it asked for. */
export type Loaded<T> =
  { phase: 'loading' } | { phase: 'failed'; failure: RequestFailure } | { phase: 'ready'; value: T };

/** Asks once for `channel` when the component appears, and again on `reload`. */
export function useLoaded<C extends RequestChannel>(
  channel: C,
  argument: RequestArgument<C>,
): { loaded: Loaded<RequestResults[C]>; reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded<RequestResults[C]>>({ phase: 'loading' });
  const [round, setRound] = useState(0);
  const fixed = JSON.stringify(argument);

  useEffect(() => {
    let current = true;
    request(channel, JSON.parse(fixed) as RequestArgument<C>).then(
      (value) => current && setLoaded({ phase: 'ready', value }),
      (error: unknown) => current && setLoaded({ phase: 'failed', failure: asFailure(error) }),
    );
    return () => {
      current = false;
    };
  }, [channel, fixed, round]);

  return {
    loaded,
    reload: () => {
      setLoaded((before) => (before.phase === 'failed' ? { phase: 'loading' } : before));
      setRound((before) => before + 1);
    },
  };
}
