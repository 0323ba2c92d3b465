import { useEffect, useState } from 'react';
import type { ReleaseName, SearchAnswer, SearchHit } from '../../shared/book.ts';
import { asFailure, request, type RequestFailure } from '../bridge.ts';
import { onlyNear } from './search.ts';

const mostHits = 50;
const mostNear = 12;

/** How long the keys must rest before likeness of meaning is asked, in milliseconds. */
const restBeforeMeaning = 150;

interface Answered {
  /** The question: query and release. */
  to: string;
  answer: SearchAnswer;
}

export interface Found {
  /** By words; those of the query before while the answer is on its way. */
  hits: readonly SearchHit[];
  /** By likeness of meaning, after the words failed; they come later and stand below. */
  near: readonly SearchHit[];
  understoodAs: string | null;
  /** Whether `hits` answer the query that was asked for. */
  current: boolean;
  failure: RequestFailure | null;
}

const nothing: Found = { hits: [], near: [], understoodAs: null, current: true, failure: null };

/** Searches a release by words at each keystroke, and by meaning once the keys rest and words failed. */
export function useSearch(query: string, { system, version }: ReleaseName): Found {
  const [found, setFound] = useState<Answered | null>(null);
  const [near, setNear] = useState<{ to: string; hits: SearchHit[] } | null>(null);
  const [failed, setFailed] = useState<{ to: string; failure: RequestFailure } | null>(null);
  const wanted = query.trim();
  const to = `${system} ${version} ${wanted}`;

  useEffect(() => {
    if (wanted === '') return;
    let latest = true;
    const release = { system, version };
    const asked = request('catalog.search', { query: wanted, limit: mostHits, release });
    asked.then(
      (answer) => latest && setFound({ to, answer }),
      (error: unknown) => latest && setFailed({ to, failure: asFailure(error) }),
    );
    const timer = setTimeout(() => {
      void askForMeaning(asked, () =>
        request('catalog.meaning', { query: wanted, limit: mostNear, release }),
      ).then((hits) => {
        if (latest) setNear({ to, hits });
      });
    }, restBeforeMeaning);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [wanted, to, system, version]);

  if (wanted === '') return nothing;
  const hits = found?.answer.hits ?? [];
  const current = found?.to === to;
  return {
    hits,
    near: near?.to === to && current ? onlyNear(near.hits, hits) : [],
    understoodAs: current ? found.answer.understoodAs : null,
    current,
    failure: failed?.to === to ? failed.failure : null,
  };
}

async function askForMeaning(
  asked: Promise<SearchAnswer>,
  ask: () => Promise<SearchHit[]>,
): Promise<SearchHit[]> {
  try {
    return (await asked).weak ? await ask() : [];
  } catch {
    // What the words found stands without it; a failure of the words is shown where it came.
    return [];
  }
}
