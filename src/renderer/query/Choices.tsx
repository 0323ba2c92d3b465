import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';

const most = 12;

interface ChoicesProps {
  /** Answers offered already. */
  taken: ReadonlySet<string>;
  full: boolean;
  onToggle: (choice: string) => void;
}

/** Answers that could be offered; the coder takes those that the chart supports. */
export function Choices(props: ChoicesProps & { choices: readonly string[] }) {
  if (props.choices.length === 0) return null;
  return (
    <>
      <p className="dialog-note">{t('query.suggested')}</p>
      <ul className="query-choices">
        {[...new Set(props.choices)].map((choice) => (
          <li key={choice}>
            <label className="choice">
              <input
                type="checkbox"
                checked={props.taken.has(choice)}
                disabled={props.full && !props.taken.has(choice)}
                onChange={() => props.onToggle(choice)}
              />
              {choice}
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the classification distinguishes where a code stands, as answers, after the code's own title. */
export function FamilyChoices(props: ChoicesProps & { chart: string; code: string; title: string | null }) {
  const { loaded } = useLoaded('catalog.family', { chart: props.chart, code: props.code });
  if (loaded.phase === 'loading') return <p className="dialog-note">{t('query.suggestedLoading')}</p>;
  // Without the book the coder writes the answers.
  const family = loaded.phase === 'ready' ? loaded.value.options.map(({ title }) => title) : [];
  const choices = props.title === null ? family : [props.title, ...family];
  return <Choices {...props} choices={choices.slice(0, most)} />;
}
