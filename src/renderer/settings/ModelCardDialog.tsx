import type { ModelCard } from '../../shared/model.ts';
import { AppDialog } from '../components/AppDialog.tsx';
import { t } from '../i18n/i18n.ts';
import { Markdown } from './Markdown.tsx';

/** The card of a model as its authors wrote it; where there is none, what the pack's manifest says. */
export function ModelCardDialog(props: { card: ModelCard; onClose: () => void }) {
  const { card } = props;
  return (
    <AppDialog title={t('settings.card')} testId="model-card" onClose={props.onClose}>
      <div className="model-card">
        {card.text === null ? <WithoutCard card={card} /> : <Markdown text={card.text} topLevel={3} />}
      </div>
      <div className="dialog-actions model-card-actions">
        <button type="button" className="button" onClick={props.onClose}>
          {t('common.close')}
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
        <strong>{t('settings.noCard')}</strong> {t('settings.noCardMeans')}
      </p>
      <p>{t('settings.manifestSays')}</p>
      <div className="table-frame" tabIndex={0} role="region" aria-label={t('settings.madeFrom')}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('settings.data')}</th>
              <th>{t('settings.licence')}</th>
              <th>{t('settings.usedFor')}</th>
            </tr>
          </thead>
          <tbody>
            {[...trainingData, { ...initialWeights, use: t('settings.initialWeights') }].map(
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
