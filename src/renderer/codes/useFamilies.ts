import { useEffect, useRef, useState } from 'react';
import type { CodeFamily } from '../../shared/coding.ts';
import { request } from '../bridge.ts';

/** What the book says of codes, by code; null where it could not be asked. Codes not asked yet are absent. */
export type Families = ReadonlyMap<string, CodeFamily | null>;

const nothing: Families = new Map();

/**
 * The families of the codes that are looked at, in the release of the chart's day: a new `day` asks anew.
 * What was asked once is kept, so that coming back to a code shows its family at once.
 */
export function useFamilies(chart: string, day: string | null, codes: readonly string[]): Families {
  const [known, setKnown] = useState<{ day: string | null; families: Families }>({ day, families: nothing });
  const asked = useRef(new Set<string>());
  const wanted = codes.join(' ');

  useEffect(() => {
    for (const code of wanted.split(' ')) {
      const question = `${day ?? ''} ${code}`;
      if (code === '' || asked.current.has(question)) continue;
      asked.current.add(question);
      const answer = (family: CodeFamily | null) =>
        setKnown((before) => ({
          day,
          families: new Map(before.day === day ? before.families : nothing).set(code, family),
        }));
      request('catalog.family', { chart, code }).then(answer, () => answer(null));
    }
  }, [chart, day, wanted]);

  return known.day === day ? known.families : nothing;
}
