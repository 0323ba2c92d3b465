import { ProgressBar } from 'react-aria-components';
import { request } from '../bridge.ts';
import { t } from '../i18n/i18n.ts';

/** How far a verification, an export or a merge is (0 to 1), with the means to end it. */
export function ProgressLine(props: { label: string; fraction: number }) {
  return (
    <div className="progress-line">
      <ProgressBar className="progress" aria-label={props.label} value={props.fraction * 100}>
        {({ percentage, valueText }) => (
          <>
            <span>{props.label}</span>
            <span className="progress-value">{valueText}</span>
            <span className="progress-track">
              <span className="progress-fill" style={{ width: `${percentage ?? 0}%` }} />
            </span>
          </>
        )}
      </ProgressBar>
      <button type="button" className="button" onClick={() => void request('ledger.cancel', {})}>
        {t('common.cancel')}
      </button>
    </div>
  );
}
