import { useState } from 'react';
import type { ModelCard, ModelSystem } from '../../shared/model.ts';
import { FailureNotice, Loading } from '../components/Notices.tsx';
import { languageName, systemName } from '../components/format.ts';
import { useLoaded } from '../components/useLoaded.ts';
import { t } from '../i18n/i18n.ts';
import { FactList } from './FactList.tsx';
import { ModelCardDialog } from './ModelCardDialog.tsx';

/** Which model reads charts, and its card. */
export function Model() {
  const { loaded, reload } = useLoaded('model.card', {});
  return (
    <section className="settings-section" aria-labelledby="model" data-testid="model">
      <h2 id="model">{t('settings.model')}</h2>
      {loaded.phase === 'loading' && <Loading what={t('settings.openingModel')} />}
      {loaded.phase === 'failed' && <FailureNotice failure={loaded.failure} onRetry={reload} />}
      {loaded.phase === 'ready' && <Facts card={loaded.value} />}
    </section>
  );
}

function Facts({ card }: { card: ModelCard }) {
  const [open, setOpen] = useState(false);
  const facts: [string, string][] = [
    [t('settings.name'), card.name],
    [t('settings.version'), card.version],
    [t('settings.languages'), card.languages.map(languageName).join(', ')],
    ...card.systems.map((system): [string, string] => [systemName(system.system), systemWords(system)]),
  ];
  return (
    <>
      <FactList facts={facts} />
      {card.text === null && <p>{t('settings.noCard')}</p>}
      <div>
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {t(card.text === null ? 'settings.openManifest' : 'settings.openCard')}
        </button>
      </div>
      {open && <ModelCardDialog card={card} onClose={() => setOpen(false)} />}
    </>
  );
}

/** How many codes a model has learned of a system, and how it comes to others. */
export function systemWords({ release, labels, fused }: Omit<ModelSystem, 'system'>): string {
  return t('settings.systemFacts', {
    learned: labels === 0 ? t('settings.learnedNone') : t('settings.learned', { count: labels }),
    release,
    others: t(fused ? 'settings.othersFused' : 'settings.othersNone'),
  });
}
