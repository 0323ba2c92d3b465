import type { Share } from '../../shared/review.ts';
import { formatNumber, formatShare } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';
import type { Behind } from './BehindDialog.tsx';
import { percent } from './words.ts';
import { SMALL, wilson } from './wilson.ts';

export type ShowBehind = (behind: Behind) => void;

/** A share as a number that lists the charts behind it. */
export function ShareButton(props: { about: string; share: Share; onBehind: ShowBehind; large?: boolean }) {
  const { hits, of, charts } = props.share;
  if (of === 0) return <span className="figures-none">{t('review.nothingCounted')}</span>;
  const value = percent(hits / of);
  return (
    <button
      type="button"
      className={`work-open figures-share ${props.large ? 'figures-large' : ''}`}
      data-few={of < SMALL ? 'true' : undefined}
      aria-label={t('review.chartsBehind', { about: props.about, value })}
      onClick={() => props.onBehind({ about: props.about, charts })}
    >
      {value}
    </button>
  );
}

/** How many a share is of and how sure it is; in the short form also that it is of too few where it is. */
export function ShareWords({ share: { hits, of }, short = false }: { share: Share; short?: boolean }) {
  const interval = wilson(hits, of);
  if (!interval) return null;
  if (short) {
    const [low, high] = [formatShare(interval.low), formatShare(interval.high)];
    return (
      <>
        {t('review.hitsOf', { hits: formatNumber(hits), of: formatNumber(of) })}{' '}
        {t('review.shortInterval', { low, high })}
        {of < SMALL && ` · ${t('review.few')}`}
      </>
    );
  }
  return (
    <>
      {t('review.hitsOf', { hits: formatNumber(hits), of: formatNumber(of) })} ·{' '}
      {t('review.interval', { low: percent(interval.low), high: percent(interval.high) })}
    </>
  );
}
