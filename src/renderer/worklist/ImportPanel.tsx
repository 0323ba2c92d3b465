import { Button } from 'react-aria-components';
import type { ImportReport } from '../../shared/chart.ts';
import { t } from '../i18n/i18n.ts';
import { translatedRefusal } from '../i18n/refusals.ts';
import { resultOf } from './importing.ts';

/** More than these would push the charts out of sight. */
const MOST_NAMES = 8;
const MOST_REFUSALS = 200;

/** What an import brought in, ready to be opened, and each file it refused with the reason and the remedy. */
export function ImportPanel(props: {
  report: ImportReport;
  onOpen: (chart: string) => void;
  onDismiss: () => void;
}) {
  const { imported, refused } = props.report;
  return (
    <section className="notice import-panel" aria-label={t('worklist.result')} data-testid="import-result">
      <div className="import-head">
        <p className="notice-title">{resultOf(props.report)}</p>
        <Button className="button button-quiet" onPress={props.onDismiss}>
          {t('common.dismiss')}
        </Button>
      </div>
      {imported.length > 0 && (
        <ul className="import-names">
          {imported.slice(0, MOST_NAMES).map((chart) => (
            <li key={chart.id}>
              <Button
                className="import-name"
                aria-label={t('worklist.openImported', { name: chart.name })}
                onPress={() => props.onOpen(chart.id)}
              >
                {chart.name}
              </Button>{' '}
              <span className="import-words">{t('common.words', { count: chart.words })}</span>
            </li>
          ))}
          {imported.length > MOST_NAMES && (
            <li>{t('worklist.more', { count: imported.length - MOST_NAMES })}</li>
          )}
        </ul>
      )}
      {refused.length > 0 && (
        <ul className="refusals" tabIndex={0} aria-label={t('worklist.refused', { count: refused.length })}>
          {refused.slice(0, MOST_REFUSALS).map((refusal, index) => (
            <li key={index} data-testid="refusal">
              <span className="refusal-name">{refusal.name}</span>
              <span className="refusal-reason">{translatedRefusal(refusal.reason)}</span>
              <span>{translatedRefusal(refusal.remedy)}</span>
            </li>
          ))}
          {refused.length > MOST_REFUSALS && (
            <li>{t('worklist.more', { count: refused.length - MOST_REFUSALS })}</li>
          )}
        </ul>
      )}
    </section>
  );
}
