import type { ImportReport } from '../../shared/chart.ts';
import { plural } from '../components/format.ts';

/** What an import brought in, and each file it refused with the reason and the remedy. */
export function ImportPanel(props: { report: ImportReport; onDismiss: () => void }) {
  const { imported, refused } = props.report;
  return (
    <section className="notice import-panel" aria-label="Result of the import">
      <div className="import-head">
        <p className="notice-title">
          {plural(imported.length, 'chart')} imported
          {refused.length > 0 && `, ${plural(refused.length, 'file')} refused`}
        </p>
        <button type="button" className="button button-quiet" onClick={props.onDismiss}>
          Dismiss
        </button>
      </div>
      {imported.length > 0 && (
        <p className="import-names">
          {imported.map((chart) => `${chart.name} (${plural(chart.words, 'word')})`).join(', ')}
        </p>
      )}
      {refused.length > 0 && (
        <ul className="refusals">
          {refused.map((refusal, index) => (
            <li key={index} data-testid="refusal">
              <span className="refusal-name">{refusal.name}</span>
              <span className="refusal-reason">{refusal.reason}</span>
              <span>{refusal.remedy}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
