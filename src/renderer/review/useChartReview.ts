import { useEffect, useState } from 'react';
import type { RequestArgument } from '../../shared/channels.ts';
import type { Chart } from '../../shared/chart.ts';
import type { ChartReview } from '../../shared/review.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import type { Loaded } from '../components/useLoaded.ts';

type Argument<C extends Parameters<typeof request>[0]> = Omit<RequestArgument<C>, 'sample' | 'chart'>;

/** What the auditor can have recorded. Each resolves to whether it was. */
export interface ReviewActions {
  second: (argument: Argument<'review.second'>) => Promise<boolean>;
  /** Records findings one after the other, up to the first that is refused. */
  find: (findings: readonly Argument<'review.find'>[]) => Promise<boolean>;
  escalate: (argument: Argument<'review.escalate'>) => Promise<boolean>;
  settle: (argument: Argument<'review.settle'>) => Promise<boolean>;
  returnToCoder: (note: string) => Promise<boolean>;
  close: () => Promise<boolean>;
}

/** A sampled chart with its review, and what can be done in it; one thing at a time. */
export function useChartReview(sample: number, chart: string, onChanged: () => void) {
  const [opened, setOpened] = useState<Loaded<{ chart: Chart; review: ChartReview }>>({ phase: 'loading' });
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestFailure | null>(null);

  useEffect(() => {
    let current = true;
    Promise.all([request('charts.open', { chart }), request('review.chart', { sample, chart })]).then(
      ([open, review]) => current && setOpened({ phase: 'ready', value: { chart: open, review } }),
      (error: unknown) => current && setOpened({ phase: 'failed', failure: asFailure(error) }),
    );
    return () => {
      current = false;
    };
  }, [sample, chart, round]);

  function show(review: ChartReview) {
    setOpened((before) =>
      before.phase === 'ready' ? { phase: 'ready', value: { ...before.value, review } } : before,
    );
  }

  async function record(act: () => Promise<ChartReview | null>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      show((await act()) ?? (await request('review.chart', { sample, chart })));
      return true;
    } catch (error) {
      setProblem(asFailure(error));
      return false;
    } finally {
      setBusy(false);
      onChanged();
    }
  }

  const actions: ReviewActions = {
    second: (argument) => record(() => request('review.second', { ...argument, sample, chart })),
    find: (findings) =>
      record(async () => {
        let review: ChartReview | null = null;
        for (const finding of findings) {
          review = await request('review.find', { ...finding, sample, chart });
          show(review);
        }
        return review;
      }),
    escalate: (argument) => record(() => request('review.escalate', { ...argument, chart }).then(() => null)),
    settle: (argument) => record(() => request('review.settle', { ...argument, chart }).then(() => null)),
    returnToCoder: (note) => record(() => request('review.return', { chart, note }).then(() => null)),
    close: () => record(() => request('review.close', { sample, chart }).then(() => null)),
  };
  return {
    opened,
    problem,
    busy,
    actions,
    retry: () => {
      setOpened({ phase: 'loading' });
      setRound((before) => before + 1);
    },
    dismissProblem: () => setProblem(null),
  };
}
