import { useState } from 'react';
import type { ChartWork } from '../../shared/coding.ts';
import { formatDate } from '../components/format.ts';
import { t } from '../i18n/i18n.ts';

const shownFirst = 100;

/** A column of numbers or words about each chart. */
export interface Column {
  title: string;
  value: (work: ChartWork) => string;
}

/** The charts behind a number, as a table that opens on demand; each chart opens from there. */
export function Behind(props: {
  about: string;
  work: readonly ChartWork[];
  /** Whether coders are named. */
  named: boolean;
  columns: readonly Column[];
  onOpen: (chart: string) => void;
}) {
  const { work, columns } = props;
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(false);
  const shown = all ? work : work.slice(0, shownFirst);
  if (work.length === 0) return null;
  const label = `${t('work.behind')}: ${props.about}`;
  return (
    <details className="behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={label}>
        {t('work.behind')} ({t('common.charts', { count: work.length })})
      </summary>
      {open && (
        <div className="table-frame" tabIndex={0} role="region" aria-label={label}>
          <table className="table work-table">
            <thead>
              <tr>
                <th scope="col">{t('work.chart')}</th>
                {props.named && <th scope="col">{t('work.coder')}</th>}
                <th scope="col">{t('work.day')}</th>
                {columns.map(({ title }) => (
                  <th key={title} scope="col" className="numeric">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((each) => (
                <tr key={`${each.chart} ${each.who}`} data-testid="work-row" data-chart-id={each.chart}>
                  <th scope="row">
                    <button
                      type="button"
                      className="work-open"
                      aria-label={t('work.open', { name: each.name })}
                      onClick={() => props.onOpen(each.chart)}
                    >
                      {each.name}
                    </button>
                  </th>
                  {props.named && <td>{each.who}</td>}
                  <td>{formatDate(each.day)}</td>
                  {columns.map(({ title, value }) => (
                    <td key={title} className="numeric">
                      {value(each)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open && shown.length < work.length && (
        <button type="button" className="button button-small" onClick={() => setAll(true)}>
          {t('work.showAll', { count: work.length })}
        </button>
      )}
    </details>
  );
}
