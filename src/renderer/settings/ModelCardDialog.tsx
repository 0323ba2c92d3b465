import type { ModelCard } from '../../shared/model.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { Markdown } from './Markdown.tsx';

/** The card of a model as its authors wrote it; where there is none, what the pack's manifest says. */
export function ModelCardDialog(props: { card: ModelCard; onClose: () => void }) {
  const { card } = props;
  return (
    <AppDialog title="Model card" testId="model-card" onClose={props.onClose}>
      <div className="model-card">
        {card.text === null ? <WithoutCard card={card} /> : <Markdown text={card.text} topLevel={3} />}
      </div>
      <div className="dialog-actions model-card-actions">
        <button type="button" className="button" onClick={props.onClose}>
          Close
        </button>
      </div>
    </AppDialog>
  );
}

function WithoutCard({ card }: { card: ModelCard }) {
  const { name, version, trainingData, initialWeights } = card;
  return (
    <>
      <h3>
        {name} {version}
      </h3>
      <p>
        <strong>This model pack came without a model card.</strong> How good it is, where it is weak and what
        it must not be used for stands nowhere here. Ask those who made it before you rely on its suggestions.
      </p>
      <p>Its manifest says what it was made from:</p>
      <div className="table-frame" tabIndex={0} role="region" aria-label="What the model was made from">
        <table className="table">
          <thead>
            <tr>
              <th>Data</th>
              <th>Licence</th>
              <th>Used for</th>
            </tr>
          </thead>
          <tbody>
            {[...trainingData, { ...initialWeights, use: 'initial weights' }].map(
              ({ name, licence, use }, at) => (
                <tr key={at}>
                  <td>{name}</td>
                  <td>{licence}</td>
                  <td>{use}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}
