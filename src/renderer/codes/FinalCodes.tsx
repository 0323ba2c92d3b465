import type { ChartCoding } from '../../shared/coding.ts';
import { finalDecisions } from '../chart/rows.ts';
import { plural } from '../components/format.ts';

/** The codes that will be reported, always in sight. */
export function FinalCodes(props: {
  coding: ChartCoding | null;
  selected: string | null;
  onSelect: (code: string) => void;
}) {
  const decisions = finalDecisions(props.coding);
  return (
    <section className="final-codes" aria-label="Final codes">
      <h2 className="final-title">
        Final codes <span className="codes-count">{plural(decisions.length, 'code')}</span>
      </h2>
      {decisions.length === 0 ? (
        <p className="final-empty">Accepted and added codes gather here.</p>
      ) : (
        <ul className="final-list">
          {decisions.map((decision) => (
            <li key={decision.code} data-testid="final-code-row" data-code={decision.code}>
              <button
                type="button"
                className="final-row"
                aria-current={decision.code === props.selected ? 'true' : undefined}
                onClick={() => props.onSelect(decision.code)}
              >
                <span className="code">{decision.code}</span>
                <span className="final-row-title">{decision.title}</span>
                <span className="final-how">{decision.decided}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
