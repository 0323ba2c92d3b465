import { AppDialog } from '../components/AppDialog.tsx';
import { Keys } from '../components/Keys.tsx';
import { t } from '../i18n/i18n.ts';
import type { Left, ReviewLine } from './lines.ts';

/** Agrees with every code that has no verdict yet, once they were looked over. */
export function RestDialog(props: {
  lines: readonly ReviewLine[];
  onAgree: () => void;
  onClose: () => void;
}) {
  return (
    <AppDialog
      title={t('review.restTitle', { count: props.lines.length })}
      testId="rest-dialog"
      onClose={props.onClose}
    >
      <ul className="review-rest">
        {props.lines.map(({ key, code, title, proposed }) => (
          <li key={key}>
            <span className="code">{code}</span> {title}
            {proposed && <span className="review-note">{t('review.restDiffers')}</span>}
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={props.onClose}>
          {t('common.cancel')}
        </button>
        <button type="button" className="button button-primary" autoFocus onClick={props.onAgree}>
          {t('review.restAgree', { count: props.lines.length })} <Keys of="Enter" />
        </button>
      </div>
    </AppDialog>
  );
}

/** Closes a review, or says what must be done before. */
export function CloseDialog(props: { left: Left; onConfirm: () => void; onClose: () => void }) {
  const { unjudged, differences, disputed, errors } = props.left;
  const blocked = unjudged.length > 0 || disputed.length > 0;
  return (
    <AppDialog
      title={t(blocked ? 'review.closeNotYet' : 'review.closeTitle')}
      testId="close-dialog"
      onClose={props.onClose}
    >
      <ul className="review-facts-list">
        {unjudged.length > 0 && <li>{t('review.closeUnjudged', { count: unjudged.length })}</li>}
        {disputed.length > 0 && <li>{t('review.closeDisputed', { count: disputed.length })}</li>}
        {!blocked && differences.length > 0 && (
          <li>{t('review.closeDifferences', { count: differences.length })}</li>
        )}
        {!blocked && <li>{t('review.closeErrors', { count: errors.length })}</li>}
      </ul>
      <div className="dialog-actions">
        <button type="button" className="button" autoFocus={blocked} onClick={props.onClose}>
          {t(blocked ? 'common.close' : 'common.cancel')}
        </button>
        {!blocked && (
          <button type="button" className="button button-primary" autoFocus onClick={props.onConfirm}>
            {t('review.close')} <Keys of="Enter" />
          </button>
        )}
      </div>
    </AppDialog>
  );
}
