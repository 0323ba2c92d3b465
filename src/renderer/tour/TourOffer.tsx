import { t } from '../i18n/i18n.ts';

/** Offers the tour on the first start, in a line above the worklist that takes neither focus nor place from it. */
export function TourOffer(props: { onStart: () => void; onDecline: () => void }) {
  return (
    <aside className="tour-offer" aria-label={t('tour.offerLabel')} data-testid="tour-offer">
      <span>{t('tour.offer')}</span>
      <button type="button" className="button button-small" onClick={props.onStart}>
        {t('tour.start')}
      </button>
      <button type="button" className="button button-quiet button-small" onClick={props.onDecline}>
        {t('tour.notNow')}
      </button>
    </aside>
  );
}
