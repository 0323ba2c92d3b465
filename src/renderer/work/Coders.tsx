import { formatNumber, formatShare } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';
import { byCoder, minutes, share, totalsOf } from './totals.ts';
import type { ChartWork } from '../../shared/coding.ts';

/** All coders side by side; a click on one shows that coder's work alone, another click all again. */
export function Coders(props: {
  work: readonly ChartWork[];
  chosen: string | null;
  onChoose: (who: string | null) => void;
}) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={t('work.coders')}>
      <table className="table work-table">
        <thead>
          <tr>
            <th scope="col">{t('work.coder')}</th>
            <th scope="col" className="numeric">
              {t('work.charts')}
            </th>
            <th scope="col" className="numeric">
              {t('work.medianMinutes')}
            </th>
            <th scope="col" className="numeric">
              {t('work.actions')}
            </th>
            <th scope="col" className="numeric">
              {t('work.acceptedShare')}
            </th>
            <th scope="col" className="numeric">
              {t('work.unseenShare')}
            </th>
          </tr>
        </thead>
        <tbody>
          {byCoder(props.work).map(({ who, work }) => {
            const totals = totalsOf(work);
            const chosen = who === props.chosen;
            return (
              <tr key={who} data-testid="coder-row">
                <th scope="row">
                  <button
                    type="button"
                    className="work-open"
                    aria-pressed={chosen}
                    aria-label={t('work.showOnly', { name: who })}
                    onClick={() => props.onChoose(chosen ? null : who)}
                  >
                    {chosen && <span aria-hidden="true">✓ </span>}
                    {who}
                  </button>
                </th>
                <td className="numeric">{formatNumber(totals.charts)}</td>
                <td className="numeric">
                  {totals.medianSeconds === null
                    ? t('work.none')
                    : formatNumber(minutes(totals.medianSeconds))}
                </td>
                <td className="numeric">
                  {totals.actionsPerCode === null
                    ? t('work.none')
                    : formatNumber(Math.round(totals.actionsPerCode * 10) / 10)}
                </td>
                <td className="numeric">{formatShare(share(totals.accepted, totals.decisions))}</td>
                <td className="numeric">{formatShare(share(totals.unseen, totals.decisions))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
